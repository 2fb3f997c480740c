import { mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** When a file is put aside, and how many are kept. */
export interface RotationSettings {
  readonly bytes: number;
  /** How many files there are besides the one that is written: `file.1` is the newest of them. */
  readonly files: number;
}

/** Lines are gathered up to this size; one line may be larger. */
const LARGEST_WRITE_BYTES = 256 * 1024;
/** Nobody takes this long to rename some files: whoever locked it is gone. */
const STALE_LOCK_MS = 60_000;

/**
 * A file to which several processes add lines. Each write is one append of whole lines, which the operating system does not
 * mix with others. Whoever finds it too large puts it aside by renaming; the others notice and go on in the new one, and
 * also when somebody else renamed it.
 */
export class UsageFile {
  private constructor(
    private readonly path: string,
    private readonly rotation: RotationSettings,
    private handle: FileHandle,
  ) {}

  /** Opens it for adding. Rejects with what the file system says. */
  static async open(path: string, rotation: RotationSettings): Promise<UsageFile> {
    return new UsageFile(path, rotation, await openForAppending(path));
  }

  /** Adds lines, each with its end. Rejects with what the file system says; some of them may have been written. */
  async append(lines: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(lines)) {
      await this.follow();
      const bytes = Buffer.from(chunk);
      const { size } = await this.handle.stat();
      if (size > 0 && size + bytes.length > this.rotation.bytes && this.rotate()) await this.follow();
      await this.write(bytes);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** One call of the system, unless the disk is full. */
  private async write(bytes: Buffer): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const { bytesWritten } = await this.handle.write(rest);
      rest = rest.subarray(bytesWritten);
    }
  }

  /** Opens the file anew when another one, or none, is at its place. */
  private async follow(): Promise<void> {
    const there = statSync(this.path, { throwIfNoEntry: false });
    const own = await this.handle.stat();
    if (there?.ino === own.ino && there.dev === own.dev) return;
    const handle = await openForAppending(this.path);
    await this.handle.close();
    this.handle = handle;
  }

  /** False when somebody else is at it. */
  private rotate(): boolean {
    const lock = `${this.path}.lock`;
    if (!take(lock)) return false;
    try {
      // Another process may have done it since the size was read.
      if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) < this.rotation.bytes / 2) return true;
      for (let number = this.rotation.files - 1; number >= 1; number -= 1) {
        moveAway(`${this.path}.${number}`, `${this.path}.${number + 1}`);
      }
      moveAway(this.path, `${this.path}.1`);
      return true;
    } finally {
      rmdirSync(lock);
    }
  }
}

/** Documents tell what a company builds: nobody else reads them. */
function openForAppending(path: string): Promise<FileHandle> {
  return open(path, 'a', 0o600);
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > STALE_LOCK_MS) rmdirSync(lock);
    return false;
  }
}

function moveAway(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to);
}

function* chunksOf(lines: readonly string[]): Generator<string> {
  let chunk: string[] = [];
  let characters = 0;
  for (const line of lines) {
    if (chunk.length > 0 && characters + line.length > LARGEST_WRITE_BYTES) {
      yield chunk.join('');
      [chunk, characters] = [[], 0];
    }
    chunk.push(line);
    characters += line.length;
  }
  if (chunk.length > 0) yield chunk.join('');
}
