import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SdlPlace } from '../check/check-result';

const REVISION = /^git:[^:]+:/;

/** The path of a file without the revision it was read from: what tools know it by. Null when there is none. */
export function pathOf(file: string | null): string | null {
  if (file === null || /^git:[^:]*$/.test(file)) return null;
  return file.replace(REVISION, '').replace(/^\.\//, '');
}

/** `file:line`, as terminals and editors know it; null when not even the file is known. */
export function placeText({ file, line }: SdlPlace): string | null {
  if (file === null) return null;
  return line === null ? file : `${file}:${line}`;
}

/** A file as a URI: relative paths stay relative, to the root of the repository. Null when there is none. */
export function uriOf(file: string | null): string | null {
  const known = pathOf(file);
  if (known === null) return null;
  if (path.isAbsolute(known)) return pathToFileURL(known).href;
  return known.split('/').map(encodeURIComponent).join('/');
}
