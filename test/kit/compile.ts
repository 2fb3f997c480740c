import { transformFileSync } from '@swc/core';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/kit/package-root';

/** Compiled sources that plain `node` can run. */
export interface CompiledFolders {
  /** The compiled counterpart of a source file, for example of `cli/servers/postgres.ts`. */
  file(source: string): string;
  remove(): void;
}

/**
 * Compiles whole source folders for tests that need real processes of their own (to kill them, for example).
 * They land inside the project, so that node finds the packages.
 */
export function compileFolders(...folders: string[]): CompiledFolders {
  const root = packageRoot();
  const target = path.join(root, '.cache', `compiled-${process.pid}-${Date.now()}`);
  for (const folder of folders) compileInto(path.join(root, folder), path.join(target, folder));
  return {
    file: (source) => path.join(target, source.replace(/\.ts$/, '.js')),
    remove: () => rmSync(target, { recursive: true, force: true }),
  };
}

function compileInto(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = path.join(source, entry.name);
    const to = path.join(target, entry.name);
    if (entry.isDirectory()) compileInto(from, to);
    else if (entry.name.endsWith('.ts')) writeFileSync(to.replace(/\.ts$/, '.js'), compile(from));
    else copyFileSync(from, to);
  }
}

function compile(file: string): string {
  // Native import() has to stay: some packages are ES modules only.
  const module = { type: 'commonjs', ignoreDynamic: true } as const;
  return transformFileSync(file, {
    swcrcRoots: [packageRoot()],
    configFile: path.join(packageRoot(), '.swcrc'),
    module,
  }).code;
}
