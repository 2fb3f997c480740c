import { type Choices } from '../choices';
import { type Draft, type DraftField } from './draft';

/** Types of leaves. */
export const LEAVES: readonly string[] = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Color', 'JSON'];

const WRAPPERS = [
  ...['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T]!', '[T!]!'],
  ...['[[T]]', '[[T!]!]', '[[T]!]!', '[[[T!]]!]'],
];

const ARGUMENTS = [
  '(n: Int)',
  '(n: Int = 3)',
  '(n: Int!)',
  '(color: Color = RED)',
  '(filter: Filter)',
  '(filter: Filter = {limit: 5, colors: [RED]})',
  '(list: [[Int!]], text: String = "a\\"b")',
  '(any: JSON)',
  '(id: ID! = 7, x: Float)',
];

/** A named type that a field may have, and for an abstract one the objects that may stand there. */
export interface NamedChoice {
  readonly name: string;
  readonly members?: readonly string[];
}

/** The composite types that every one of `owners` knows. */
export function compositeTypes(
  { objects, interfaces, unions }: Draft,
  owners: readonly string[],
): NamedChoice[] {
  const isKnown = (declared: { has(name: string): boolean }): boolean =>
    owners.every((owner) => declared.has(owner));
  const choices: NamedChoice[] = objects
    .filter(({ declared }) => isKnown(declared))
    .map(({ name }) => ({ name }));
  for (const { name, in: declared, objectIn } of interfaces) {
    const places = new Set([...Object.keys(declared), ...Object.keys(objectIn)]);
    if (!isKnown(places)) continue;
    const members = objects.filter(
      ({ implemented, family }) =>
        family?.name === name || owners.every((owner) => implemented.get(owner)?.includes(name)),
    );
    if (members.length > 0) choices.push({ name, members: members.map((member) => member.name) });
  }
  for (const { name, in: declared } of unions) {
    const [first = [], ...rest] = owners.map((owner) => declared[owner] ?? []);
    const members = first.filter((member) => rest.every((other) => other.includes(member)));
    if (members.length > 0) choices.push({ name, members });
  }
  return choices;
}

/** Gives a field a type that all its owners know, and maybe arguments. */
export function chooseType(draft: Draft, field: DraftField, compositeShare = 2): void {
  const { choose } = draft;
  const composites = compositeTypes(draft, Object.keys(field.in));
  const isComposite = composites.length > 0 && !choose.oneIn(compositeShare);
  const named: NamedChoice = isComposite ? choose.of(composites) : { name: choose.of(LEAVES) };
  field.type = choose.of(WRAPPERS).replace('T', named.name);
  if (named.members) field.members = named.members;
  maybeArguments(choose, field);
}

/** Gives one in four fields arguments. */
export function maybeArguments(choose: Choices, field: DraftField): void {
  if (choose.oneIn(4)) field.arguments = choose.of(ARGUMENTS);
}

/** A nullable or non-null leaf, or a list of it. */
export function leafType(choose: Choices): string {
  return choose.of(WRAPPERS).replace('T', choose.of(LEAVES));
}

/** The name of a type without its wrappers. */
export function namedTypeOf(type: string): string {
  return type.replace(/[[\]!]/g, '');
}
