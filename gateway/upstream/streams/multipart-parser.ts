/**
 * Reads text that comes in pieces as the parts of a multipart body (RFC 2046, section 5.1): the bodies of the parts,
 * without their heads, each as soon as the delimiter after it has come.
 */
export class MultipartParser {
  /** True when the closing delimiter has come. */
  isComplete = false;
  // The first delimiter may stand at the very beginning.
  private rest = '\r\n';
  private isInside = false;
  private scanned = 0;

  /** `limit` bounds the characters of one part, so that an endless one cannot fill the memory. */
  constructor(
    private readonly boundary: string,
    private readonly limit: number,
  ) {}

  /** The parts that `text` completes. Throws RangeError when a part grows beyond the limit. */
  push(text: string): string[] {
    const parts: string[] = [];
    this.rest += text;
    const delimiter = `\r\n--${this.boundary}`;
    while (!this.isComplete) {
      const at = this.rest.indexOf(delimiter, this.scanned);
      // What follows the delimiter decides: two more hyphens close the body.
      if (at < 0 || this.rest.length < at + delimiter.length + 2) {
        this.scanned = Math.max(0, this.rest.length - delimiter.length - 2);
        break;
      }
      if (this.isInside) parts.push(bodyOf(this.rest.slice(0, at)));
      this.isInside = true;
      this.rest = this.rest.slice(at + delimiter.length);
      this.scanned = 0;
      this.isComplete = this.rest.startsWith('--');
    }
    if (this.rest.length > this.limit) throw new RangeError(`a part is longer than ${this.limit}`);
    return parts;
  }
}

/** The boundary in the content type of a multipart; undefined when it has none. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}

function bodyOf(part: string): string {
  const head = part.indexOf('\r\n\r\n');
  return head < 0 ? '' : part.slice(head + 4);
}
