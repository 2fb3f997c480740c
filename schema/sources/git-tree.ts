import { decodeText } from './decode-text';
import { inputError } from './input-error';
import { runGit } from './run-git';
import { joinPath, type Tree, type TreeEntry } from './tree';

/** A revision of the repository that a folder belongs to. */
export interface GitTree extends Tree {
  /** Where the folder lies in the repository; empty for its root. */
  readonly prefix: string;
  /** The folder of the machine that the root of the repository is. */
  readonly root: string;
}

/**
 * The files at a revision, as they were committed: nothing is checked out and nothing is fetched. Rejects with
 * InputError when git does not know the revision.
 *
 * @param folder a folder inside the repository
 */
export async function openGitTree(folder: string, revision: string): Promise<GitTree> {
  const ref = `git:${revision}`;
  // A revision that begins like an option would be taken for one.
  if (revision === '' || revision.startsWith('-')) {
    throw inputError('REVISION_UNKNOWN', `${ref} names no revision.`, ref);
  }
  const where = await runGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if ('problem' in where) throw inputError('REVISION_UNKNOWN', `${ref}: ${firstLine(where.problem)}.`, ref);
  const [root = '', prefix = ''] = where.output.toString('utf8').split('\n');
  const resolved = await runGit(root, ['rev-parse', '--verify', '--quiet', `${revision}^{tree}`]);
  if ('problem' in resolved) {
    throw inputError('REVISION_UNKNOWN', `${ref}: this repository knows no revision "${revision}".`, ref);
  }
  const tree = resolved.output.toString('utf8').trim();
  const names = await listNames(root, tree, ref);
  return {
    root,
    prefix: prefix.replace(/\/$/, ''),
    label: (file) => `${ref}:${file}`,
    read: (file) => readBlob(root, tree, file, `${ref}:${file}`),
    list: async (wanted) => entriesOf(names, wanted),
  };
}

async function listNames(root: string, tree: string, ref: string): Promise<readonly string[]> {
  const listing = await runGit(root, ['ls-tree', '-r', '-z', '--name-only', tree]);
  if ('problem' in listing)
    throw inputError('REVISION_UNKNOWN', `${ref}: ${firstLine(listing.problem)}.`, ref);
  return listing.output.toString('utf8').split('\0').filter(Boolean);
}

async function readBlob(root: string, tree: string, file: string, label: string): Promise<string> {
  const blob = await runGit(root, ['cat-file', 'blob', `${tree}:${file}`]);
  if ('problem' in blob) {
    throw inputError('FILE_UNREADABLE', `${label} cannot be read: ${firstLine(blob.problem)}.`, label);
  }
  return decodeText(blob.output, label);
}

/** What a folder holds, from the full names of all files. */
function entriesOf(names: readonly string[], folder: string): readonly TreeEntry[] | undefined {
  const start = joinPath(folder, '') === '' ? '' : `${folder}/`;
  const entries = new Map<string, boolean>();
  for (const name of names) {
    if (!name.startsWith(start)) continue;
    const rest = name.slice(start.length);
    const slash = rest.indexOf('/');
    entries.set(slash < 0 ? rest : rest.slice(0, slash), slash >= 0);
  }
  if (entries.size === 0) return undefined;
  return [...entries]
    .map(([name, isFolder]) => ({ name, isFolder }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^fatal: /, '');
}
