import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { freePort } from '../../cli/free-port';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { guardFolder, guardProcess, releaseProcess } from './guard';
import { type SeenProcess, processTree, stillRunning } from './process-tree';

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
  /** @default a free one */
  readonly port?: number;
  /** A folder of an earlier start. @default a new one */
  readonly data?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

/** A start of the product, which may or may not become ready, in a process group of its own. */
export interface Launch {
  readonly port: number;
  readonly data: string;
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Everything that it started and that runs now, servers in sessions of their own included. */
  processes(): SeenProcess[];
  /** Waits until it printed this. Throws when it ends before, or after two minutes. */
  printed(text: string): Promise<void>;
  /** Sends the signal to the whole process group, as a terminal does, and waits for the end. Returns the milliseconds it took. */
  signal(name: NodeJS.Signals): Promise<number>;
  /** The exit code, once it ends by itself. */
  ended(): Promise<number | null>;
  /** Like a power cut: kills all of its processes but those that are spared. */
  killHard(isSpared?: (found: SeenProcess) => boolean): Promise<void>;
}

/** The whole product as a user starts it, ready to be asked. */
export interface Product extends Launch {
  /** Asks the gateway as a team (null: without a token). */
  ask<Data = Record<string, never>>(
    team: Team | null,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ProductAnswer<Data>>;
  /** Asks with any token, or what is given in its place. */
  askWith<Data = Record<string, never>>(
    token: string | null,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ProductAnswer<Data>>;
  token(team: Team, ...args: string[]): string;
  /** Where a subgraph listens, for going past the gateway. */
  subgraphUrl(name: string): string;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

const MAIN = path.join(packageRoot(), 'dist/cli/main.js');
const READY_WITHIN_MS = 120_000;
const END_WITHIN_MS = 20_000;

/** Starts the product and waits until `/ready` answers 200. Needs the compiled `dist/`, which `npm test` makes first. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const launch = await launchProduct(options);
  await waitUntilReady(launch);
  const { port, data } = launch;
  const tokens = new Map<string, string>();
  const token: Product['token'] = (team, ...args) => {
    const key = [team, ...args].join(' ');
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const printed = runLastmile(['token', '--client', team, '--data', data, ...args]).trim();
    tokens.set(key, printed);
    return printed;
  };
  return {
    ...launch,
    token,
    ask: (team, query, variables = {}) => post(port, team && token(team), { query, variables }),
    askWith: (text, query, variables = {}) => post(port, text, { query, variables }),
    subgraphUrl: (name) => subgraphUrl(data, name),
    async remove() {
      await launch.signal('SIGTERM');
      removeData(data);
    },
  };
}

/** Starts the product and does not wait for anything. */
export async function launchProduct(options: ProductOptions = {}): Promise<Launch> {
  const port = options.port ?? (await freePort());
  const { data = temporaryData(), devices = 400, args = [] } = options;
  const up = ['up', '--port', String(port), '--data', data, '--devices', String(devices), ...args];
  return { ...launchCommand(process.execPath, [MAIN, ...up], options.environment), port, data };
}

/** Runs a command that starts the product, `npm` for instance, in a process group of its own. */
export function launchCommand(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Omit<Launch, 'port' | 'data'> {
  const child = spawn(program, args, {
    cwd: packageRoot(),
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  guardProcess(pid);
  child.once('exit', () => releaseProcess(pid));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return {
    process: child,
    output: () => text,
    processes: () => processTree(pid),
    printed: (wanted) =>
      until(
        () => text.includes(wanted),
        child,
        `it did not print "${wanted}"`,
        () => text,
      ),
    signal: (name) => signalGroup(child, name),
    ended: () => ended(child),
    killHard: (isSpared = () => false) => killHard(child, isSpared),
  };
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

/** The path of a folder, not made yet, that the account of PostgreSQL can reach too. */
export function temporaryData(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lastmile-e2e-'));
  chmodSync(folder, 0o755);
  guardFolder(folder);
  return path.join(folder, 'data');
}

/** Removes what `temporaryData` made. */
export function removeData(data: string): void {
  rmSync(path.dirname(data), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function subgraphUrl(data: string, name: string): string {
  const config = readFileSync(path.join(data, 'gateway.yaml'), 'utf8');
  const url = new RegExp(`^ +${name}:\\s+url: (http://\\S+)/graphql$`, 'm').exec(config)?.[1];
  if (url === undefined) throw new Error(`gateway.yaml names no subgraph ${name}`);
  return url;
}

async function waitUntilReady(launch: Launch): Promise<void> {
  const isReady = (): Promise<boolean> =>
    request(`http://127.0.0.1:${launch.port}/ready`).then(
      async (response) => {
        await response.body.dump();
        return response.statusCode === 200;
      },
      () => false,
    );
  await until(isReady, launch.process, 'the product did not become ready', launch.output).catch(
    async (error: unknown) => {
      await launch.killHard();
      throw error;
    },
  );
}

async function until(
  condition: () => boolean | Promise<boolean>,
  child: ChildProcess,
  complaint: string,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await condition())) {
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || Date.now() > deadline) throw new Error(`${complaint}; it printed:\n${output()}`);
    await sleep(100);
  }
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
  process.kill(-child.pid, name);
  await ended(child);
  return Date.now() - start;
}

/** Waits for the end, and makes one when it takes too long, so that a test fails instead of hanging. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const late = setTimeout(() => void killHard(child, () => false), END_WITHIN_MS);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(late);
  return child.exitCode;
}

async function killHard(child: ChildProcess, isSpared: (found: SeenProcess) => boolean): Promise<void> {
  const doomed = processTree(child.pid ?? 0).filter((found) => !isSpared(found));
  for (const { pid } of stillRunning(doomed)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between the two: parts of the product end when their parent has gone.
    }
  }
  while (stillRunning(doomed).length > 0) await sleep(20);
}
