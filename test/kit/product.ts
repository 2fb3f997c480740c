import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { freePort } from '../../cli/free-port';

/** The teams of the local keys. */
export type Team = 'billing' | 'provisioning' | 'scheduling' | 'portal';

/** A GraphQL answer over HTTP. */
export interface ProductAnswer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

export interface ProductOptions {
  /** @default 400 */
  readonly devices?: number;
  /** A folder of an earlier start. @default a new one */
  readonly data?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

/** The whole product as a user starts it, in a process group of its own. */
export interface Product {
  readonly port: number;
  readonly data: string;
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Asks the gateway as a team (null: without a token). */
  ask<Data = Record<string, never>>(
    team: Team | null,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ProductAnswer<Data>>;
  token(team: Team, ...args: string[]): string;
  /** Sends the signal to the whole process group, as a terminal does, and waits for the end. Returns the milliseconds it took. */
  signal(name: NodeJS.Signals): Promise<number>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

const MAIN = path.join(packageRoot(), 'dist/cli/main.js');
const READY_WITHIN_MS = 120_000;

/** Starts the product and waits until `/ready` answers 200. Needs the compiled `dist/`, which `npm test` makes first. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const port = await freePort();
  const data = options.data ?? temporaryData();
  const { child, output } = spawnUp(port, data, options);
  const tokens = new Map<string, string>();
  const token: Product['token'] = (team, ...args) => {
    const key = [team, ...args].join(' ');
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const printed = runLastmile(['token', '--client', team, '--data', data, ...args]).trim();
    tokens.set(key, printed);
    return printed;
  };
  const product: Product = {
    port,
    data,
    process: child,
    output,
    token,
    ask: (team, query, variables = {}) => post(port, team && token(team), { query, variables }),
    signal: (name) => signalGroup(child, name),
    async remove() {
      await signalGroup(child, 'SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
  await waitUntilReady(product);
  return product;
}

/** Runs a `lastmile` command to its end and returns what it printed. Throws when it fails. */
export function runLastmile(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): string {
  return execFileSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: environment,
    cwd: packageRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A folder that the account of PostgreSQL can reach too. */
export function temporaryData(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lastmile-e2e-'));
  chmodSync(folder, 0o755);
  return path.join(folder, 'data');
}

function spawnUp(
  port: number,
  data: string,
  { devices = 400, environment = {}, args = [] }: ProductOptions,
): { child: ChildProcess; output: () => string } {
  const child = spawn(
    process.execPath,
    [MAIN, 'up', '--port', String(port), '--data', data, '--devices', String(devices), ...args],
    {
      cwd: packageRoot(),
      detached: true,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text };
}

async function waitUntilReady(product: Product): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (product.process.exitCode !== null) break;
    const ready = await request(`http://127.0.0.1:${product.port}/ready`).then(
      async (response) => {
        await response.body.dump();
        return response.statusCode === 200;
      },
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  await signalGroup(product.process, 'SIGKILL');
  throw new Error(`the product did not become ready; it printed:\n${product.output()}`);
}

async function post<Data>(port: number, token: string | null, body: object): Promise<ProductAnswer<Data>> {
  const response = await request(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  // GraphQL over HTTP: the caller of `ask` types the data it asked for.
  const answer = (await response.body.json()) as Partial<ProductAnswer<Data>>;
  return { status: response.statusCode, data: answer.data as Data, errors: answer.errors ?? [] };
}

async function signalGroup(child: ChildProcess, name: NodeJS.Signals): Promise<number> {
  const start = Date.now();
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return 0;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, name);
  await ended;
  return Date.now() - start;
}
