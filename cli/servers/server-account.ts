import { readFileSync, statSync } from 'node:fs';

/** The operating system account that runs a database server. */
export interface ServerAccount {
  uid: number;
  gid: number;
}

/**
 * The account PostgreSQL must run as, or null for "as we are". Only root needs another one, since PostgreSQL refuses
 * root: the owner of data that is already there, else `nobody`.
 */
export function serverAccount(dataFolder: string): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  return (
    ownerOf(dataFolder) ?? accountNamed('nobody') ?? accountNamed('postgres') ?? { uid: 65534, gid: 65534 }
  );
}

function ownerOf(folder: string): ServerAccount | null {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null;
}

function accountNamed(name: string): ServerAccount | null {
  const line = accountLines().find((candidate) => candidate.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function accountLines(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
