import { type OutlinedMember, type OutlinedType } from './contract-outline';

type Outline = ReadonlyMap<string, OutlinedType>;

/**
 * Takes out of `hidden` the types that shown fields need and nobody tagged: scalars, enums, inputs, unions, connections,
 * payloads. Entities stay hidden unless they are tagged, and so do the fields of supporting types that lead to them: what
 * is worth a key is worth a decision.
 */
export function keepSupportingTypes(
  types: Outline,
  excluded: ReadonlySet<string>,
  hidden: Set<string>,
): void {
  const kept = supportingTypes(types, excluded, hidden);
  for (const type of kept) {
    for (const { coordinate } of withInside(type)) if (!excluded.has(coordinate)) hidden.delete(coordinate);
  }
  while (hideDangling(kept, hidden)) {
    // Once more: what was hidden may leave something else dangling.
  }
}

/** All types that can be kept and are reached from what is shown. */
function supportingTypes(
  types: Outline,
  excluded: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
): ReadonlySet<OutlinedType> {
  const kept = new Set<OutlinedType>();
  const visit = (name: string | null): void => {
    const type = name === null ? undefined : types.get(name);
    if (!type || kept.has(type) || !hidden.has(type.coordinate) || !canSupport(type, excluded)) return;
    kept.add(type);
    for (const needed of [...type.possibleTypes, ...neededBy(type, new Set())]) visit(needed);
  };
  for (const type of types.values()) {
    if (!hidden.has(type.coordinate)) for (const needed of neededBy(type, hidden)) visit(needed);
  }
  return kept;
}

function canSupport(type: OutlinedType, excluded: ReadonlySet<string>): boolean {
  return !type.isTagged && !type.isEntity && !type.isRoot && !excluded.has(type.coordinate);
}

function neededBy(type: OutlinedType, hidden: ReadonlySet<string>): readonly (string | null)[] {
  return type.members
    .filter(({ coordinate }) => !hidden.has(coordinate))
    .flatMap((member) => [
      member.type,
      ...member.arguments
        .filter(({ coordinate }) => !hidden.has(coordinate))
        .map((argument) => argument.type),
    ]);
}

/** Hides what is left in supporting types without a type to be of; true when there was anything. */
function hideDangling(kept: ReadonlySet<OutlinedType>, hidden: Set<string>): boolean {
  const before = hidden.size;
  for (const type of kept) {
    for (const member of type.members) hideDanglingMember(member, hidden);
    const inside =
      type.kind === 'union' ? type.possibleTypes : type.members.map(({ coordinate }) => coordinate);
    if (inside.length > 0 && inside.every((coordinate) => hidden.has(coordinate)))
      hidden.add(type.coordinate);
  }
  return hidden.size > before;
}

function hideDanglingMember(member: OutlinedMember, hidden: Set<string>): void {
  if (member.type !== null && hidden.has(member.type)) hidden.add(member.coordinate);
  for (const argument of member.arguments) {
    if (!hidden.has(argument.type)) continue;
    hidden.add(argument.isRequired ? member.coordinate : argument.coordinate);
  }
}

function withInside(type: OutlinedType): readonly { readonly coordinate: string }[] {
  return [type, ...type.members.flatMap((member) => [member, ...member.arguments])];
}
