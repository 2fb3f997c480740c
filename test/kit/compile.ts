import { transformFileSync } from '@swc/core';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { guardFolder } from './guard';

/** Compiled sources that plain `node` can run. */
export interface CompiledSources {
  /** The compiled counterpart of a source file, for example of `cli/servers/postgres.ts`. */
  file(source: string): string;
  remove(): void;
}

/**
 * Compiles source files and folders for tests that need real processes of their own (to kill them, for example).
 * They land inside the project, so that node finds the packages.
 */
export function compileSources(...sources: string[]): CompiledSources {
  const root = packageRoot();
  const target = path.join(root, '.cache', `compiled-${process.pid}-${Date.now()}`);
  guardFolder(target);
  for (const source of sources) compileInto(path.join(root, source), path.join(target, source));
  return {
    file: (source) => compiledName(path.join(target, source)),
    remove: () => rmSync(target, { recursive: true, force: true }),
  };
}

function compileInto(source: string, target: string): void {
  if (statSync(source).isDirectory()) {
    for (const name of readdirSync(source)) compileInto(path.join(source, name), path.join(target, name));
    return;
  }
  mkdirSync(path.dirname(target), { recursive: true });
  if (source.endsWith('.ts')) writeFileSync(compiledName(target), compile(source));
  else copyFileSync(source, target);
}

function compiledName(file: string): string {
  return file.replace(/\.ts$/, '.js');
}

function compile(file: string): string {
  return transformFileSync(file, {
    configFile: path.join(packageRoot(), '.swcrc'),
    // Native import() has to stay: some packages are ES modules only.
    module: { type: 'commonjs', ignoreDynamic: true },
  }).code;
}
