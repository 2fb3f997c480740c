import { type Case, type Finding } from './case';
import { type Model } from './model/model';

/** A defect that was found, is not ours to change, and would be found again and again. */
interface KnownDefect {
  readonly name: string;
  readonly isMet: (failed: Case, finding: Finding) => boolean;
}

const KNOWN_DEFECTS: readonly KnownDefect[] = [
  {
    // Two objects have a field of one interface with and without "!": the planner says that it gave one of them an alias,
    // but writes none where the field is in a fragment with a condition.
    name: 'fields of an interface that promise more conflict under a condition',
    isMet: (_failed, { kind, text }) =>
      kind === 'invalid subgraph request' && text.includes('conflict because they return conflicting types'),
  },
  {
    // f2 @requires(fields: "f1") in b, f1 @requires(fields: "f0") in a, and f0 belongs to b: asked for f2 of an object that
    // a knows, the planner asks a for f0 and f1 at once.
    name: 'a chain of requirements that comes back to its subgraph is planned as if it were none',
    isMet: ({ model }, { kind }) => kind === 'wrong subgraph request' && hasChain(model),
  },
  {
    // The planner asserts "We should have an edge from I0(b) for __typename" and makes no plan; the operation is refused.
    name: 'a fragment on another interface below an interface object cannot be planned',
    isMet: ({ model }, { kind }) =>
      kind === 'refused' && model.interfaces.some(({ objectIn }) => Object.keys(objectIn).length > 0),
  },
];

/** True when a field requires one that requires something itself. */
function hasChain({ objects }: Model): boolean {
  return objects.some(({ fields }) => {
    const requiring = fields.filter((field) => field.requires !== undefined).map(({ name }) => name);
    return fields.some(({ requires = '' }) =>
      requiring.some((name) => new RegExp(`\\b${name}\\b`).test(requires)),
    );
  });
}

/** The name of the known defect behind a finding, if it is one. */
export function knownDefectOf(failed: Case, finding: Finding): string | undefined {
  return KNOWN_DEFECTS.find(({ isMet }) => isMet(failed, finding))?.name;
}
