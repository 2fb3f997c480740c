import path from 'node:path';
import type { Command } from 'commander';
import { guarded } from './guarded';

interface ExplainCommandOptions {
  readonly ref: string;
  readonly operation?: string;
  readonly svg?: string;
}

/** `lastmile schema explain FILE`: how the gateway answers an operation, in words and as a picture. */
export function addExplain(schema: Command): void {
  schema
    .command('explain')
    .description('tell the plan of an operation, its cost and its requests')
    .argument('<file>', 'a document')
    .option('--operation <name>', 'which operation of the document')
    .option('--ref <ref>', 'the version of the graph', '.')
    .option('--svg <file>', 'draw the plan there, too')
    .action((file: string, options: ExplainCommandOptions) => guarded(() => explain(file, options)));
}

async function explain(file: string, { ref, operation, svg }: ExplainCommandOptions): Promise<void> {
  const { readTextFile } = await import('../../../schema/sources/read-text-file.js');
  const { InputError } = await import('../../../schema/sources/input-error.js');
  const { readVersion } = await import('./read-version.js');
  const text = await readTextFile(path.resolve(file), file);
  const version = await readVersion(ref);
  if (!version) return;
  const { explainOperation } = await import('../../../schema/explain/explain-operation.js');
  const explained = await explainOperation(version, text, { operationName: operation });
  if ('errors' in explained) {
    throw new InputError(explained.errors.map((error) => ({ ...error, code: 'OPERATIONS_INVALID', file })));
  }
  const { printText } = await import('./print-text.js');
  if (svg !== undefined) await printText(explained.svg, svg);
  await printText(`${explained.text.trimEnd()}\n`, undefined);
}
