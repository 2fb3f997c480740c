/** Longer texts are not worth their memory. */
const LONGEST = 256;
const MOST = 256;

/**
 * Remembers what was decided about short texts that come again and again, such as the values of headers. When there are too
 * many different ones it starts anew, so that made-up texts cost no more than deciding does.
 */
export class TextMemory<Decision> {
  private readonly decisions = new Map<string, Decision>();

  constructor(private readonly decide: (text: string) => Decision) {}

  /** What is decided about `text`. */
  of(text: string): Decision {
    return this.decisions.get(text) ?? this.decideAnew(text);
  }

  private decideAnew(text: string): Decision {
    const decision = this.decide(text);
    if (text.length > LONGEST) return decision;
    if (this.decisions.size >= MOST) this.decisions.clear();
    this.decisions.set(text, decision);
    return decision;
  }
}
