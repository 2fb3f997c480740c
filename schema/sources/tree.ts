/** A name in a folder. */
export interface TreeEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Files below a root: the working tree or a revision of a git repository. Paths have `/` between their parts. */
export interface Tree {
  /** What a folder holds, sorted by name; undefined when there is no such folder. The root is the empty path. */
  readonly list: (folder: string) => Promise<readonly TreeEntry[] | undefined>;
  /** The text of a file. Rejects with InputError. */
  readonly read: (file: string) => Promise<string>;
  /** How messages call a file of the tree. */
  readonly label: (file: string) => string;
}

/** Two parts of a path; either may be the empty root. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : name === '' ? folder : `${folder}/${name}`;
}
