/** How much may wait in a queue. */
export interface QueueLimits {
  readonly events: number;
  readonly characters: number;
  /** A full queue of which nothing is taken for so long ends. */
  readonly stalledMs: number;
}

/** The end of a queue whose taker is too slow. */
export class TakerStalled extends Error {
  constructor(readonly waiting: number) {
    super(`${waiting} events wait, and nobody takes them`);
    this.name = 'TakerStalled';
  }
}

/**
 * Texts on their way from who gets them to who takes them, in order and bounded: who puts in more asks for room first,
 * and holds its own source back until there is some. A taker that takes nothing for too long loses the rest.
 */
export class EventQueue implements AsyncIterableIterator<string> {
  private readonly waiting: string[] = [];
  private characters = 0;
  private end: { readonly error: unknown } | undefined;
  private taker:
    { resolve: (result: IteratorResult<string>) => void; reject: (error: unknown) => void } | undefined;
  private readonly hopers: (() => void)[] = [];
  private stalled: NodeJS.Timeout | undefined;
  private isWorking = false;

  /** `close` is called once, when nothing more is wanted: it must end the source. */
  constructor(
    private readonly limits: QueueLimits,
    private readonly close: () => void,
  ) {}

  /** True when the source should be held back. */
  get isFull(): boolean {
    return this.waiting.length >= this.limits.events || this.characters >= this.limits.characters;
  }

  /** True when what is put in goes nowhere. */
  get isOver(): boolean {
    return this.end !== undefined;
  }

  /** Puts one event in. */
  push(text: string): void {
    if (this.end) return;
    if (this.taker) {
      const { taker } = this;
      this.taker = undefined;
      taker.resolve({ done: false, value: text });
      return;
    }
    this.waiting.push(text);
    this.characters += text.length;
    if (this.isFull) this.watch();
  }

  /** Resolves when there is room, or when nothing is wanted any more. */
  room(): Promise<void> {
    if (!this.isFull || this.end) return Promise.resolve();
    return new Promise((resolve) => this.hopers.push(resolve));
  }

  /** No more will be put in; what waits is still given, and then the error, if there is one. */
  finish(error?: unknown): void {
    if (this.end) return;
    this.end = { error };
    this.release();
    if (this.taker) this.giveEnd(this.taker);
    this.taker = undefined;
    this.close();
  }

  /** Drops what waits, too. */
  drop(): void {
    this.waiting.length = 0;
    this.characters = 0;
    this.finish();
  }

  /** The next event. Rejects with the error of `finish` after the last one. One taker at a time. */
  next(): Promise<IteratorResult<string>> {
    const text = this.waiting.shift();
    if (text !== undefined) {
      this.characters -= text.length;
      if (this.isFull) this.watch();
      else this.release();
      return Promise.resolve({ done: false, value: text });
    }
    return new Promise((resolve, reject) => {
      if (this.end) this.giveEnd({ resolve, reject });
      else this.taker = { resolve, reject };
    });
  }

  /** What is taken is worked on until the function is called that this returns: meanwhile nobody stalls. */
  work(): () => void {
    this.isWorking = true;
    clearTimeout(this.stalled);
    return () => {
      this.isWorking = false;
      if (this.isFull) this.watch();
    };
  }

  /** Nothing more is wanted. */
  return(): Promise<IteratorResult<string>> {
    this.drop();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private giveEnd({ resolve, reject }: NonNullable<typeof this.taker>): void {
    const error = this.end?.error;
    // Told once.
    this.end = { error: undefined };
    if (error === undefined) resolve({ done: true, value: undefined });
    else reject(error);
  }

  private watch(): void {
    clearTimeout(this.stalled);
    if (this.isWorking || this.end) return;
    this.stalled = setTimeout(() => this.stall(), this.limits.stalledMs).unref();
  }

  private stall(): void {
    const waiting = this.waiting.length;
    this.waiting.length = 0;
    this.characters = 0;
    this.finish(new TakerStalled(waiting));
  }

  private release(): void {
    clearTimeout(this.stalled);
    for (const hoper of this.hopers.splice(0)) hoper();
  }
}
