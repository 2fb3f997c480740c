import { parse, validate } from 'graphql';
import { Choices } from './choices';
import { differenceOf } from './answers/compare-answers';
import { wholeAnswer } from './answers/whole-answer';
import { type Finding } from './case';
import { openData } from './check-operation';
import { type GeneratedWorld } from './generate-case';
import { isDocument, readAnswer, startHttpWorld, type HttpAnswer, type HttpWorld } from './http-world';
import { knownDefectOf } from './known-defects';
import { mutateText, mutateVariables } from './operations/mutate-text';
import { type Operation } from './operations/generate-operation';
import { type DataOptions } from './world/data-options';
import { type OpenWorld } from './world/open-world';
import { beginRun } from './world/subgraph-schema';

/** A request whose answer over HTTP is wrong. */
export interface HttpFinding {
  readonly body: string;
  readonly text: string;
}

/** Sends the operations of a world to a whole gateway over HTTP, as they are and `mutants` times changed at random. */
export async function checkOverHttp(
  { world, asked }: GeneratedWorld,
  seed: number,
  mutants: number,
): Promise<HttpFinding[]> {
  const http = await startHttpWorld(world);
  const choose = new Choices(seed);
  const findings: HttpFinding[] = [];
  try {
    for (const { operation, data } of asked) {
      const { document, variables } = operation;
      const bodies = [JSON.stringify({ query: document, variables })];
      for (let count = 0; count < mutants; count += 1) bodies.push(mutant(choose, operation));
      for (const body of bodies) {
        const finding = await checkBody(http, world, body, data);
        if (!finding || knownDefectOf({ model: world.model, data, operation }, finding)) continue;
        findings.push({ body, text: finding.text });
      }
    }
  } finally {
    await http.close();
  }
  return findings;
}

function mutant(choose: Choices, { document, variables }: Operation): string {
  const kind = choose.below(8);
  const query = kind < 6 ? mutateText(choose, document) : document;
  const given = kind > 4 ? mutateVariables(choose, variables) : variables;
  const body = JSON.stringify({ query, variables: given });
  return choose.oneIn(12) ? mutateText(choose, body) : body;
}

async function checkBody(
  http: HttpWorld,
  world: OpenWorld,
  body: string,
  data: DataOptions,
): Promise<Finding | undefined> {
  const run = beginRun(openData(world, data));
  http.begin(run);
  const answer = await http.post(body);
  const { status, text } = answer;
  if (status >= 500) return { kind: 'crash', text: `status ${status}: ${text}` };
  if (text.includes('INTERNAL_SERVER_ERROR')) return { kind: 'crash', text };
  const [wrong] = run.wrong;
  if (wrong !== undefined) return { kind: 'wrong subgraph request', text: wrong };
  const difference = await compareWithWhole(world, body, data, answer);
  return difference === undefined ? undefined : { kind: 'difference', text: difference };
}

/** A changed operation that is still valid has an answer as well; one that is not must be refused. */
async function compareWithWhole(
  world: OpenWorld,
  body: string,
  data: DataOptions,
  { status, text }: HttpAnswer,
): Promise<string | undefined> {
  const ours = readAnswer(text);
  const operation = readOperation(body);
  // Limits and reserved names are the gateway's own, and some plans cannot be made: a refusal needs no reason here.
  if (status !== 200 || !operation) return undefined;
  const { document, variables } = operation;
  if (!isDocument(document)) return status === 200 ? `accepted: ${text}` : undefined;
  if (validate(world.whole, parse(document)).length > 0) return `accepted though invalid: ${text}`;
  const run = beginRun(openData(world, data));
  const whole = await wholeAnswer(world, parse(document), variables, run);
  return differenceOf(ours, whole, run.world.requiredFailures);
}

function readOperation(body: string): Operation | undefined {
  try {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    return { document: query, variables };
  } catch {
    return undefined;
  }
}
