import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print, visit, type SelectionSetNode } from 'graphql';
import { readTrustedDocuments } from '../../../schema/usage/read-trusted-documents';
import { type RecordedOperation } from '../../../schema/usage/recorded-operation';

/**
 * `count` distinct operations as clients of the telco graph may send them: the trusted documents, each with other fields
 * left out. The same seed gives the same ones.
 */
export function recordedOperations(root: string, count: number, seed = 1): readonly RecordedOperation[] {
  const folder = path.join(root, 'schema/operations');
  const files = readdirSync(folder).map((file) => ({
    file,
    path: file,
    text: readFileSync(path.join(folder, file), 'utf8'),
  }));
  const { operations } = readTrustedDocuments(files);
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const original = operations[index % operations.length];
    if (!original) throw new Error('there are no trusted documents');
    const document = withFewerFields(original.document, random, `_${index}`);
    return { ...original, document, operation: `${original.operation}_${index}`, count: 1 + (index % 1_000) };
  });
}

function withFewerFields(text: string, random: () => number, suffix: string): string {
  const document = visit(parse(text), {
    OperationDefinition: (operation) => ({
      ...operation,
      ...(operation.name && { name: { ...operation.name, value: operation.name.value + suffix } }),
    }),
    SelectionSet: (set: SelectionSetNode) => {
      const kept = set.selections.filter(
        (each) => each.kind !== Kind.FIELD || !isLeaf(each) || random() < 0.8,
      );
      return { ...set, selections: kept.length > 0 ? kept : set.selections.slice(0, 1) };
    },
  });
  return print(document);
}

/** Fields with arguments stay, since a variable that nothing uses would make the operation invalid. */
function isLeaf(field: {
  readonly selectionSet?: unknown;
  readonly arguments?: readonly unknown[];
}): boolean {
  return field.selectionSet === undefined && (field.arguments ?? []).length === 0;
}

/** Numbers from 0 to 1 that only depend on the seed (a linear congruential generator). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
