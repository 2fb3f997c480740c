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
    // `{ f { ... on E0 { g } } }` where f is an interface object and g requires something of a third subgraph.
    name: 'a field of one object below an interface object cannot be planned when it requires something',
    isMet: (_failed, { kind }) => kind.startsWith('refused (Cannot add fragment of condition'),
  },
  {
    // f: I0 in b, where I0 is an interface object: `{ f { ... on E0 { g } } }` where b adds g to all of I0.
    name: 'a field that an interface object adds cannot be planned for objects that its subgraph does not know',
    isMet: ({ model }, { kind, text }) =>
      kind.startsWith('refused') &&
      text.includes("This shouldn't have happened") &&
      model.interfaces.some(({ objectIn }) => Object.keys(objectIn).length > 0),
  },
  {
    // As the cured one of conformance/requires-coming-back, but the field that the chain starts from serves an interface of
    // the subgraph, or is provided there: it cannot be hidden from the planner.
    name: 'a chain of requirements over fields of an interface is planned as if it were none',
    isMet: ({ model }, { kind }) =>
      kind === 'wrong subgraph request' && model.interfaces.length > 0 && hasChain(model),
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
