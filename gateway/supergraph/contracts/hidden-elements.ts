import { type OutlinedElement, type OutlinedMember, type OutlinedType } from './contract-outline';
import { type ContractFilter } from './contract-filter';
import { keepSupportingTypes } from './supporting-types';

type Outline = ReadonlyMap<string, OutlinedType>;

/** The coordinates of what a contract hides; `filterContract` tells the rules. */
export function hiddenElements(types: Outline, filter: ContractFilter): ReadonlySet<string> {
  const hidden = new Set<string>();
  hideExcluded(types, filter, hidden);
  const excluded = new Set(hidden);
  if (filter.include.length > 0) hideNotIncluded(types, filter, hidden);
  hideEmptied(types, hidden);
  if (filter.include.length > 0) keepSupportingTypes(types, excluded, hidden);
  return hidden;
}

function hideExcluded(types: Outline, { exclude }: ContractFilter, hidden: Set<string>): void {
  for (const element of allElements(types)) {
    if (element.isInaccessible || hasTag(element, exclude)) hidden.add(element.coordinate);
  }
}

/** Tags include what has nothing in it; what has, stays as long as something in it does. */
function hideNotIncluded(types: Outline, { include }: ContractFilter, hidden: Set<string>): void {
  for (const type of types.values()) {
    const isLeaf = type.kind === 'union' || type.kind === 'scalar';
    const hasFields = type.kind === 'object' || type.kind === 'interface';
    for (const member of type.members) {
      for (const argument of member.arguments) {
        if (!hasTag(argument, include)) hidden.add(argument.coordinate);
      }
      const hasShownArgument = member.arguments.some(({ coordinate }) => !hidden.has(coordinate));
      if (!hasTag(member, include) && !(hasFields && hasShownArgument)) hidden.add(member.coordinate);
    }
    if (isLeaf && !hasTag(type, include)) hidden.add(type.coordinate);
  }
}

/** In this order: the fields of interfaces follow their objects, types follow their fields, unions follow their members. */
function hideEmptied(types: Outline, hidden: Set<string>): void {
  for (const type of types.values()) {
    if (type.kind === 'interface') hideUnanswered(type, types, hidden);
  }
  for (const type of types.values()) {
    const isEmptied =
      type.members.length > 0 && type.members.every(({ coordinate }) => hidden.has(coordinate));
    if (isEmptied) hidden.add(type.coordinate);
  }
  for (const type of types.values()) {
    if (type.kind === 'union' && type.possibleTypes.every((name) => hidden.has(name))) {
      hidden.add(type.coordinate);
    }
  }
}

/** A field of an interface that none of its objects answers any more. */
function hideUnanswered(type: OutlinedType, types: Outline, hidden: Set<string>): void {
  if (type.possibleTypes.length === 0) return;
  for (const { name, coordinate } of type.members) {
    const isUnanswered = type.possibleTypes.every((possible) => {
      const field = memberOf(types, possible, name);
      return hidden.has(possible) || (field !== undefined && hidden.has(field.coordinate));
    });
    if (isUnanswered) hidden.add(coordinate);
  }
}

function memberOf(types: Outline, type: string, name: string): OutlinedMember | undefined {
  return types.get(type)?.members.find((member) => member.name === name);
}

function* allElements(types: Outline): Iterable<OutlinedElement> {
  for (const type of types.values()) {
    yield type;
    for (const member of type.members) {
      yield member;
      yield* member.arguments;
    }
  }
}

function hasTag({ tags }: OutlinedElement, names: readonly string[]): boolean {
  return names.some((name) => tags.has(name));
}
