import { writeFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeSupergraph } from '../../kit/gateway-subgraphs';
import { stubSubgraphs } from '../graph/stub-subgraphs';
import { type LoadOrder } from '../load/closed-loop';
import { type Part, type Parts } from '../process/part';
import { startStubProcess } from '../stubs/stub-process';
import { requestBodyOf } from '../works';

/** What all phases of a soak share. */
export interface SoakWorld {
  readonly parts: Parts;
  readonly loader: Part;
  readonly folder: string;
  readonly supergraphFile: string;
  /** Replaces the supergraph by the variant of this number, as deployments do: a whole new file, renamed over the old one. */
  publish(variant: number): void;
}

const CONNECTIONS = 16;
const ROUND_SECONDS = 3;
const PATIENCE_MS = 60_000;

/** Starts the subgraphs and the load, and publishes variant 0. `folder` takes the files. */
export async function openSoak(parts: Parts, folder: string): Promise<SoakWorld> {
  const stubs = await startStubProcess(parts);
  const loader = await parts.start({ name: 'the load', entry: path.join(__dirname, '../load/main.js') });
  const urls = Object.entries(stubs.urls).map(([name, url]) => ({ name, url }));
  const supergraph = composeSupergraph(stubSubgraphs(), urls);
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  const publish = (variant: number): void => {
    writeFileSync(`${supergraphFile}.next`, supergraphVariant(supergraph, variant));
    renameSync(`${supergraphFile}.next`, supergraphFile);
  };
  publish(0);
  return { parts, loader, folder, supergraphFile, publish };
}

/** A supergraph with a type more, that nobody asks for: another schema with the same answers. */
export function supergraphVariant(supergraph: string, variant: number): string {
  const [, graph] = /enum join__Graph \{\s*(\w+)/.exec(supergraph) ?? [];
  if (graph === undefined) throw new Error('the supergraph names no subgraph');
  return `${supergraph}\ntype Variant${variant} @join__type(graph: ${graph}) {\n  id: Int\n}\n`;
}

/** Asks a gateway and says how to go on asking it. Rejects when it does not answer with data within a minute. */
export async function loadOrder(url: string): Promise<LoadOrder> {
  const body = requestBodyOf('heavy');
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  let text = '';
  // On a busy machine the first plan may take longer than one may.
  await waitFor('the gateway answers', async () => {
    const response = await fetch(url, { method: 'POST', headers, body });
    text = await response.text();
    return text.startsWith('{"data":{');
  });
  return {
    url,
    body,
    connections: CONNECTIONS,
    seconds: ROUND_SECONDS,
    answerBytes: Buffer.byteLength(text),
  };
}

/** Waits until `condition` holds. Rejects after a minute, saying `what` did not happen. */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not happen within a minute: ${what}`);
    await sleep(20);
  }
}
