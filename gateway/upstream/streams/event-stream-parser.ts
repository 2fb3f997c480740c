/** One event of a stream, as the HTML specification names its parts (section 9.2 "Server-sent events"). */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

/** Reads text that comes in pieces as a stream of events. Comments and unknown fields are ignored. */
export class EventStreamParser {
  private rest = '';
  private type = '';
  private data: string[] = [];
  private length = 0;

  /** `limit` bounds the characters of one event, so that an endless one cannot fill the memory. */
  constructor(private readonly limit: number) {}

  /** The events that `text` completes. Throws RangeError when an event grows beyond the limit. */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    this.rest += text;
    if (this.rest.length + this.length > this.limit)
      throw new RangeError(`an event is longer than ${this.limit}`);
    for (let end = this.lineEnd(); end; end = this.lineEnd()) {
      const line = this.rest.slice(0, end.at);
      this.rest = this.rest.slice(end.at + end.length);
      this.readLine(line, events);
    }
    return events;
  }

  private lineEnd(): { readonly at: number; readonly length: number } | undefined {
    const at = this.rest.search(/[\r\n]/);
    if (at < 0) return undefined;
    if (this.rest[at] === '\n') return { at, length: 1 };
    // After "\r" at the very end a "\n" may still follow: wait for it.
    if (at === this.rest.length - 1) return undefined;
    return { at, length: this.rest[at + 1] === '\n' ? 2 : 1 };
  }

  private readLine(line: string, events: StreamEvent[]): void {
    if (line === '') {
      if (this.type !== '' || this.data.length > 0) {
        events.push({ type: this.type === '' ? 'message' : this.type, data: this.data.join('\n') });
      }
      this.type = '';
      this.data = [];
      this.length = 0;
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.type = value;
    if (field === 'data') {
      this.data.push(value);
      this.length += value.length;
    }
  }
}
