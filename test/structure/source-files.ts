import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { preProcessFile } from 'typescript';

/** The project's folder. */
export const ROOT = path.resolve(__dirname, '../..');

/** All TypeScript files below folders of the project, as paths from its root. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name))),
  );
}

/** The files of the project that a file imports, type-only imports and dynamic ones included. */
export function importsOf(file: string): string[] {
  const { importedFiles } = preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolve(path.join(path.dirname(file), specifier.replace(/\.js$/, ''))));
}

function resolve(base: string): string {
  const candidates = [`${base}.ts`, path.join(base, 'index.ts'), base];
  return candidates.find((candidate) => existsSync(path.join(ROOT, candidate))) ?? base;
}
