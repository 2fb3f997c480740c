import { type CompiledStep } from './compile-plan';

/** One list of representations of a request, and the steps whose objects are in it. */
export interface EntityList {
  /** The response key of its entities. */
  readonly alias: string;
  readonly steps: readonly CompiledStep[];
}

/** What a group sends when certain of its steps have something to ask. */
export interface RequestForm {
  readonly lists: readonly EntityList[];
  /** The names of the client's variables that it uses. */
  readonly variables: readonly string[];
  /** The request's JSON up to and including the opening brace of its variables. */
  readonly head: string;
  /** The request's JSON after the variables. */
  readonly tail: string;
  /** The name of the variable that takes the representations of each list. */
  readonly representations: readonly string[];
}

/**
 * The request of steps that share one: `_entities` once for each different selection, under an alias of its own. Steps
 * with equal selections share a list. A single list is asked for exactly as the planner wrote it.
 */
export function requestForm(steps: readonly CompiledStep[]): RequestForm {
  const bySelection = new Map<string, CompiledStep[]>();
  for (const step of steps) {
    const selection = step.operation.entitySelection ?? '';
    const sharing = bySelection.get(selection);
    if (sharing) sharing.push(step);
    else bySelection.set(selection, [step]);
  }
  const variables = [...new Set(steps.flatMap(({ fetch }) => fetch.variableUsages ?? []))];
  const [first] = steps;
  if (bySelection.size === 1 && first) return plannedForm(first, steps, variables);
  return mergedForm(bySelection, variables);
}

/** The text of a request: `values` are the client's variables, `lists` the JSON of the representations of each list. */
export function requestText(
  form: RequestForm,
  values: Readonly<Record<string, unknown>>,
  lists: readonly string[],
): string {
  const given = variablesText(form.variables, values);
  let text = form.head + given;
  let separator = given === '' ? '' : ',';
  form.representations.forEach((name, index) => {
    text += `${separator}${JSON.stringify(name)}:${lists[index] ?? '[]'}`;
    separator = ',';
  });
  return text + form.tail;
}

/** The members of a JSON object with the values of the client's variables of these names, as far as it gave any. */
export function variablesText(names: readonly string[], values: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of names) {
    const value = Object.prototype.hasOwnProperty.call(values, name) ? values[name] : undefined;
    if (value === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return text;
}

function plannedForm(
  { fetch }: CompiledStep,
  steps: readonly CompiledStep[],
  variables: readonly string[],
): RequestForm {
  const name =
    fetch.operationName === undefined ? '' : `,"operationName":${JSON.stringify(fetch.operationName)}`;
  return {
    lists: [{ alias: '_entities', steps }],
    variables,
    head: `{"query":${JSON.stringify(fetch.operation)},"variables":{`,
    tail: `}${name}}`,
    representations: fetch.requires ? ['representations'] : [],
  };
}

function mergedForm(
  bySelection: ReadonlyMap<string, readonly CompiledStep[]>,
  variables: readonly string[],
): RequestForm {
  const prefix = freePrefix(variables);
  const definitions = new Set<string>();
  const lists: EntityList[] = [];
  const representations: string[] = [];
  let selections = '';
  for (const [selection, steps] of bySelection) {
    const alias = `e${lists.length}`;
    const name = `${prefix}${lists.length}`;
    lists.push({ alias, steps });
    representations.push(name);
    definitions.add(`$${name}:[_Any!]!`);
    for (const step of steps) for (const text of step.operation.variableDefinitions) definitions.add(text);
    selections += `${alias}:_entities(representations:$${name})${selection}`;
  }
  const query = `query(${[...definitions].join(',')}){${selections}}`;
  return {
    lists,
    variables,
    head: `{"query":${JSON.stringify(query)},"variables":{`,
    tail: '}}',
    representations,
  };
}

/** Variables of the client may have any name. */
function freePrefix(variables: readonly string[]): string {
  let prefix = 'representations';
  while (variables.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}
