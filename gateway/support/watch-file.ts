import { stat } from 'node:fs/promises';

/** A running watch; `stop` ends it. */
export interface FileWatch {
  stop(): void;
}

/**
 * Calls `changed` when the file behind `path` became another one: by rename, by writing in place or by a symlink that
 * moved. Polls, because events of the file system are lost on network disks and follow the inode, not the name.
 * A file that is missing for a moment is not a change. Calls never overlap. The first look counts as a change, because the
 * file may have been replaced after it was read and before it was watched.
 */
export function watchFile(path: string, changed: () => Promise<void>, intervalMs = 1_000): FileWatch {
  let known: string | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const seen = await fingerprint(path);
    if (seen !== undefined && seen !== known && !stopped) await changed();
    if (seen !== undefined) known = seen;
    if (!stopped) timer = setTimeout(() => void look(), intervalMs).unref();
  };
  void look();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function fingerprint(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return undefined;
  }
}
