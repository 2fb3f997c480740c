import { request } from 'undici';
import { type Cell } from './cell';
import { floorScript } from './gateways/floor-script';
import {
  type GatewaySettings,
  type RunningGateway,
  startFloor,
  startOurs,
  startStock,
} from './gateways/start-gateway';
import { type Monolith } from './graph/monolith';
import { type GatewayName } from './options';
import { assertSameBytes, assertSameJson, BodiesDiffer } from './measure/equal-bodies';
import { type Parts } from './process/part';
import { type StubProcess } from './stubs/stub-process';
import { requestBodyOf, WORKS } from './works';

/** What all cells use. */
export interface World {
  readonly parts: Parts;
  readonly stubs: StubProcess;
  readonly monolith: Monolith;
}

/** A gateway whose answer was found to be right. */
export interface CheckedGateway extends RunningGateway {
  readonly answerBytes: number;
}

/** Enough for every plan to be made and every operation to be compiled, so that what is recorded is what is measured. */
const FIRST_REQUESTS = 50;

/**
 * Starts the gateways of a cell, fresh ones, and compares what they answer.
 *
 * @throws BodiesDiffer unless all answer what the monolith does, and the floor the same bytes as ours.
 */
export async function openCell(
  world: World,
  cell: Cell,
  settings: GatewaySettings,
): Promise<readonly CheckedGateway[]> {
  const isAsked = (name: GatewayName): boolean => cell.gateways.includes(name);
  const expected = JSON.stringify(await world.monolith(WORKS[cell.work]));
  const body = requestBodyOf(cell.work);
  const gateways: CheckedGateway[] = [];
  const [stock, ours] = await Promise.all([
    isAsked('stock') ? startStock(world.parts, settings) : null,
    // The floor does what ours does, so it has to be seen.
    isAsked('ours') || isAsked('floor') ? startOurs(world.parts, settings) : null,
  ]);
  if (stock) {
    const answer = await post(stock, body);
    assertSameJson('monolith and stock', expected, answer);
    gateways.push(checked(stock, answer));
  }
  if (ours) {
    const answer = await firstAnswer(ours, body);
    assertSameJson('monolith and ours', expected, answer);
    if (isAsked('floor')) gateways.push(await openFloor(world, settings, ours, body, answer));
    if (isAsked('ours')) gateways.push(checked(ours, answer));
    else await ours.part.stop();
  }
  return gateways;
}

/** What ours answers, first and after it is warm: there are several ways through it. */
async function firstAnswer(ours: RunningGateway, body: string): Promise<string> {
  const answer = await post(ours, body);
  for (let count = 2; count <= FIRST_REQUESTS; count += 1)
    assertSameBytes(`ours, request 1 and ${count}`, answer, await post(ours, body));
  return answer;
}

/** Starts a floor that makes the calls of ours. */
async function openFloor(
  { parts, stubs }: World,
  settings: GatewaySettings,
  ours: RunningGateway,
  body: string,
  answer: string,
): Promise<CheckedGateway> {
  const calls = await stubs.recordDuring(async () =>
    assertSameBytes('ours, while its calls are recorded', answer, await post(ours, body)),
  );
  const floor = await startFloor(parts, settings, floorScript(calls, stubs.urls, answer, settings.sharing));
  assertSameBytes('ours and floor', answer, await post(floor, body));
  return checked(floor, answer);
}

function checked(gateway: RunningGateway, answer: string): CheckedGateway {
  return { ...gateway, answerBytes: Buffer.byteLength(answer) };
}

async function post({ url, name }: RunningGateway, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await request(url, { method: 'POST', headers, body });
  const text = await response.body.text();
  if (response.statusCode !== 200)
    throw new BodiesDiffer(`${name} answers with status ${response.statusCode}: ${text.slice(0, 500)}`);
  return text;
}
