import { type ChangeCode } from '../change-codes';
import { type Finding } from '../finding';
import { normalFieldSet } from './field-sets';
import { applied, type Application, type ElementFacts } from './snapshot';

/** A directive of federation that stands at most once at an element of a subgraph. */
interface SingleDirective {
  readonly name: string;
  readonly added: ChangeCode;
  readonly removed: ChangeCode;
  /** None where it has no arguments. */
  readonly changed?: ChangeCode;
  /** For messages, after `The subgraph "a" now`: what it does with the element. */
  readonly says: (coordinate: string, application: Application) => string;
}

// prettier-ignore
const SINGLE: readonly SingleDirective[] = [
  { name: 'requires', added: 'REQUIRES_ADDED', removed: 'REQUIRES_REMOVED', changed: 'REQUIRES_CHANGED',
    says: (at, { args }) => `needs "${normalFieldSet(String(args['fields']))}" of others to answer ${at}` },
  { name: 'provides', added: 'PROVIDES_ADDED', removed: 'PROVIDES_REMOVED', changed: 'PROVIDES_CHANGED',
    says: (at, { args }) => `answers "${normalFieldSet(String(args['fields']))}" at ${at} itself` },
  { name: 'interfaceObject', added: 'INTERFACE_OBJECT_ADDED', removed: 'INTERFACE_OBJECT_REMOVED',
    says: (at) => `adds its fields of ${at} to all types of that interface` },
  { name: 'fromContext', added: 'FROM_CONTEXT_ADDED', removed: 'FROM_CONTEXT_REMOVED', changed: 'FROM_CONTEXT_CHANGED',
    says: (at, { args }) => `takes ${at} from "${String(args['field'])}" and not from clients` },
];

/** Differences of the directives that stand once at an element of a subgraph, and have no file of their own. */
export function diffSingleDirectives(
  subgraph: string,
  before: ElementFacts,
  after: ElementFacts,
): readonly Finding[] {
  return SINGLE.flatMap((directive) => diffSingle(directive, subgraph, before, after));
}

function diffSingle(
  { name, added, removed, changed, says }: SingleDirective,
  subgraph: string,
  before: ElementFacts,
  after: ElementFacts,
): readonly Finding[] {
  const [[old], [now]] = [applied(before, name), applied(after, name)];
  const { coordinate } = after;
  const [was, is] = [old, now].map((application) => application && says(coordinate, application));
  if (was === is) return [];
  const who = `The subgraph "${subgraph}"`;
  if (is === undefined) return [{ code: removed, coordinate, message: `${who} no longer ${was}.`, subgraph }];
  if (was === undefined) return [{ code: added, coordinate, message: `${who} now ${is}.`, subgraph }];
  return [{ code: changed ?? added, coordinate, message: `${who} now ${is}; before, it ${was}.`, subgraph }];
}

/** A directive of federation that stands any number of times, and matters by one argument. */
interface RepeatedDirective {
  readonly name: string;
  readonly argument: string;
  readonly added: ChangeCode;
  readonly removed: ChangeCode;
  readonly noun: string;
}

// prettier-ignore
const REPEATED: readonly RepeatedDirective[] = [
  { name: 'context', argument: 'name', added: 'CONTEXT_ADDED', removed: 'CONTEXT_REMOVED', noun: 'context' },
  { name: 'cacheTag', argument: 'format', added: 'CACHE_TAG_ADDED', removed: 'CACHE_TAG_REMOVED', noun: 'cache tag' },
];

/** Differences of the directives that stand any number of times at an element of a subgraph. */
export function diffRepeatedDirectives(
  subgraph: string,
  before: ElementFacts,
  after: ElementFacts,
): readonly Finding[] {
  return REPEATED.flatMap(({ name, argument, added, removed, noun }) => {
    const [old, now] = [before, after].map(
      (element) => new Set(applied(element, name).map(({ args }) => String(args[argument]))),
    );
    const { coordinate } = after;
    const at = `${coordinate} in the subgraph "${subgraph}"`;
    return [
      ...missing(old, now).map((value): Finding => ({
        code: removed,
        coordinate,
        message: `The ${noun} "${value}" was taken from ${at}.`,
        subgraph,
      })),
      ...missing(now, old).map((value): Finding => ({
        code: added,
        coordinate,
        message: `The ${noun} "${value}" was given to ${at}.`,
        subgraph,
      })),
    ];
  });
}

function missing(values: ReadonlySet<string> = new Set(), others: ReadonlySet<string> = new Set()): string[] {
  return [...values].filter((value) => !others.has(value));
}
