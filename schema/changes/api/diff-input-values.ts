import { type GraphQLInputType, isNonNullType } from 'graphql';
import { type ChangeCode } from '../change-codes';
import { type Finding } from '../finding';
import { pairByName } from '../pair-by-name';
import { hasDefault, isSameDefault, printDefault } from './default-values';
import { diffNotes, type Noted } from './diff-notes';
import { isSafeForValues } from './type-changes';

/** An argument of a field, an argument of a directive, or a field of an input: what takes a value from clients. */
export interface InputValue extends Noted {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** The codes of one kind of input value, and where its members are. */
export interface InputValueKind {
  /** For messages, as in "a field". */
  readonly noun: string;
  readonly coordinate: (name: string) => string;
  readonly codes: {
    readonly removed: ChangeCode;
    readonly requiredAdded: ChangeCode;
    readonly optionalAdded: ChangeCode;
    readonly changedKind: ChangeCode;
    readonly loosened: ChangeCode;
    readonly becameRequired: ChangeCode;
    readonly becameOptional: ChangeCode;
    readonly defaultAdded: ChangeCode;
    readonly defaultChanged: ChangeCode;
  };
}

/** All differences of the arguments of a field or directive, or of the fields of an input. */
export function diffInputValues(
  kind: InputValueKind,
  before: readonly InputValue[],
  after: readonly InputValue[],
): readonly Finding[] {
  const { added, removed, kept } = pairByName(before, after);
  return [
    ...removed.map((value) => goneFinding(kind, value)),
    ...kept.flatMap(([old, now]) => diffInputValue(kind, old, now)),
    ...added.map((value) => newFinding(kind, value)),
  ];
}

function goneFinding({ codes, coordinate, noun }: InputValueKind, { name }: InputValue): Finding {
  return {
    code: codes.removed,
    coordinate: coordinate(name),
    message: `The ${noun} ${coordinate(name)} was removed.`,
  };
}

function newFinding({ codes, coordinate, noun }: InputValueKind, value: InputValue): Finding {
  const where = coordinate(value.name);
  return isRequired(value)
    ? {
        code: codes.requiredAdded,
        coordinate: where,
        message: `The required ${noun} ${where} of type ${String(value.type)} was added.`,
      }
    : {
        code: codes.optionalAdded,
        coordinate: where,
        message: `The optional ${noun} ${where} of type ${String(value.type)} was added.`,
      };
}

function diffInputValue(kind: InputValueKind, before: InputValue, after: InputValue): readonly Finding[] {
  const coordinate = kind.coordinate(before.name);
  return [...diffType(kind, coordinate, before, after), ...diffNotes(coordinate, before, after)];
}

/** A type that no longer fits is all that matters about a value: its default changes with it. */
function diffType(
  { codes, noun }: InputValueKind,
  coordinate: string,
  before: InputValue,
  after: InputValue,
): readonly Finding[] {
  const [old, now] = [String(before.type), String(after.type)];
  if (!isSafeForValues(before.type, after.type)) {
    const message = `The type of the ${noun} ${coordinate} changed from ${old} to ${now}.`;
    return [{ code: codes.changedKind, coordinate, message }];
  }
  const findings: Finding[] = [];
  if (old !== now) {
    const message = `The ${noun} ${coordinate} accepts more: its type was ${old} and is ${now}.`;
    findings.push({ code: codes.loosened, coordinate, message });
  }
  findings.push(...diffDefault(codes, noun, coordinate, before, after));
  if (!isRequired(before) && isRequired(after)) {
    const message = `The ${noun} ${coordinate} must be given now, for it has no default value any more.`;
    findings.push({ code: codes.becameRequired, coordinate, message });
  }
  return findings;
}

function diffDefault(
  codes: InputValueKind['codes'],
  noun: string,
  coordinate: string,
  before: InputValue,
  after: InputValue,
): readonly Finding[] {
  if (isSameDefault(before, after)) return [];
  if (!hasDefault(after)) {
    const message = `The default value ${printDefault(before)} of the ${noun} ${coordinate} was removed.`;
    return [{ code: codes.defaultChanged, coordinate, message }];
  }
  const now = printDefault(after);
  if (hasDefault(before)) {
    const message = `The default value of the ${noun} ${coordinate} changed from ${printDefault(before)} to ${now}.`;
    return [{ code: codes.defaultChanged, coordinate, message }];
  }
  // Nobody could leave a required value out, so nobody can tell what happens when it is left out.
  return isRequired(before)
    ? [
        {
          code: codes.becameOptional,
          coordinate,
          message: `The ${noun} ${coordinate} may be left out now: it is ${now} then.`,
        },
      ]
    : [
        {
          code: codes.defaultAdded,
          coordinate,
          message: `The ${noun} ${coordinate} has a default value now: ${now}.`,
        },
      ];
}

function isRequired(value: InputValue): boolean {
  return isNonNullType(value.type) && !hasDefault(value);
}
