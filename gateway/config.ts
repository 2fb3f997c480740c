import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import {
  CONCURRENCY,
  INTERNAL_LIMITS,
  PLANNING_COMPLEXITY,
  PUBLIC_LIMITS,
  type LimitValues,
} from './limits/limit-values';
import { isRecord } from './support/is-record';
import { messageOf } from './support/message-of';
import { asHttp } from './upstream/streams/subscription-endpoint';
import { readAddress } from './upstream/subgraph-address';

/** A mistake in the configuration, told so that the reader can mend it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Everything the gateway can be told, complete: no field is missing after `loadConfig`. */
export type GatewayConfig = z.output<typeof configSchema>;

/** Where the settings come from. `flags` (the command line) beats the environment beats the file beats the default. */
export interface ConfigSources {
  readonly file?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly flags?: {
    readonly supergraph?: string | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly workers?: number | undefined;
  };
}

/** The environment variables that set a field, one place for all. */
export const ENVIRONMENT_SETTINGS: Readonly<Record<string, string>> = {
  LASTMILE_GATEWAY_SUPERGRAPH: 'supergraph',
  LASTMILE_GATEWAY_HOST: 'host',
  LASTMILE_GATEWAY_PORT: 'port',
  LASTMILE_GATEWAY_WORKERS: 'workers',
  LASTMILE_GATEWAY_JWKS: 'identity.jwks',
  LASTMILE_GATEWAY_ISSUER: 'identity.issuer',
  LASTMILE_GATEWAY_AUDIENCE: 'identity.audience',
  LASTMILE_GATEWAY_ENVELOPE_KEYS: 'envelope.keys',
  LASTMILE_GATEWAY_REQUEST_TIMEOUT_MS: 'traffic.requestTimeoutMs',
  LASTMILE_GATEWAY_SUBGRAPH_TIMEOUT_MS: 'traffic.subgraphTimeoutMs',
  LASTMILE_GATEWAY_INTROSPECTION: 'introspection',
  LASTMILE_GATEWAY_LOG_LEVEL: 'log.level',
};

const milliseconds = z.int().min(1).max(3_600_000);
const count = z.int().min(1);
const share = z.number().min(0).max(1);

// Headers that frame or route the message, or that carry identity: forwarding one would let a client speak for the gateway.
const NEVER_FORWARDED =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-.*|accept.*|x-lastmile-.*|x-request-deadline)$/i;

const forwardedHeader = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header')
  .refine((name) => !NEVER_FORWARDED.test(name), 'must not be a header that the gateway sets itself')
  .transform((name) => name.toLowerCase());

const algorithms = z.enum([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

const configSchema = z.strictObject({
  supergraph: z.string('must name the supergraph file; the flag --supergraph does, too').min(1),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(4000),
  identity: z
    .strictObject({
      jwks: z.string().min(1),
      issuer: z.string().min(1),
      audience: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
      algorithms: z
        .array(algorithms)
        .min(1)
        .default(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']),
      clockToleranceSeconds: z.int().min(0).max(300).default(5),
    })
    .optional(),
  envelope: z.strictObject({ keys: z.string().min(1) }).optional(),
  clients: z.strictObject({}).default({}),
  workers: z.int().min(1).max(64).default(1),
  labels: z.record(z.string(), z.boolean()).default({}),
  headers: z.strictObject({ forward: z.array(forwardedHeader).default([]) }).prefault({}),
  traffic: z
    .strictObject({
      requestTimeoutMs: milliseconds.optional(),
      subgraphTimeoutMs: milliseconds.default(2_000),
      subgraphAnswerBytes: count.default(32 * 1024 * 1024),
      share: z.enum(['none', 'subgraph', 'client']).default('none'),
      retryShare: share.default(0.2),
      http2: z.boolean().default(false),
      breaker: z
        .union([
          z.literal(false),
          z.strictObject({
            failures: count.default(20),
            failureShare: share.default(0.5),
            windowMs: milliseconds.default(10_000),
            openMs: milliseconds.default(5_000),
          }),
        ])
        .prefault({}),
    })
    .prefault({}),
  planning: z
    .strictObject({
      workers: z.int().min(1).max(16).default(1),
      timeoutMs: milliseconds.default(500),
      idleMs: milliseconds.default(30_000),
      complexity: count.default(PLANNING_COMPLEXITY),
      cacheBytes: count.default(64 * 1024 * 1024),
      warmUp: z
        .strictObject({
          operations: z.int().min(0).max(10_000).default(200),
          timeoutMs: milliseconds.default(3_000),
        })
        .prefault({}),
      redis: z
        .strictObject({
          url: z.url({ protocol: /^rediss?$/ }),
          prefix: z.string().min(1).default('lastmile:plans'),
          ttlSeconds: count.default(86_400),
        })
        .optional(),
    })
    .prefault({}),
  limits: z
    .strictObject({
      public: limitsSchema(PUBLIC_LIMITS),
      internal: limitsSchema(INTERNAL_LIMITS),
      concurrency: z
        .strictObject({
          total: count.default(CONCURRENCY.total),
          perClient: count.default(CONCURRENCY.perClient),
          subscriptionsPerClient: count.default(CONCURRENCY.subscriptionsPerClient),
        })
        .prefault({}),
    })
    .prefault({}),
  subgraphs: z
    .record(
      z.string(),
      z.strictObject({
        url: z
          .string()
          .refine(
            (url) => readAddress(url) !== undefined,
            'must be an http or https URL, or unix:///path/of.sock:/path',
          )
          .optional(),
        timeoutMs: milliseconds.optional(),
        subscription: z
          .strictObject({
            protocol: z.enum(['sse', 'ws', 'multipart']).default('sse'),
            url: z
              .string()
              .refine(
                (url) => readAddress(asHttp(url)) !== undefined,
                'must be an http, https, ws or wss URL, or unix:///path/of.sock:/path',
              )
              .optional(),
            path: z.string().startsWith('/').optional(),
          })
          .optional(),
      }),
    )
    .default({}),
  subscriptions: z
    .strictObject({
      waitingEvents: count.default(256),
      waitingCharacters: count.default(1024 * 1024),
      stalledMs: milliseconds.default(60_000),
      heartbeatMs: milliseconds.default(5_000),
      graceMs: milliseconds.default(5_000),
    })
    .prefault({}),
  usage: z
    .strictObject({
      file: z.string().min(1),
      rotate: z
        .strictObject({
          bytes: count.default(64 * 1024 * 1024),
          files: z.int().min(1).max(1_000).default(8),
          intervalSeconds: z.int().min(1).max(86_400).default(60),
        })
        .prefault({}),
    })
    .optional(),
  introspection: z.boolean().default(true),
  defer: z.boolean().default(true),
  shutdown: z
    .strictObject({
      readinessMs: z.int().min(0).max(600_000).default(0),
      graceMs: milliseconds.default(8_000),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    })
    .prefault({}),
});

/**
 * Reads, merges and checks the settings once. Paths in the file are relative to the file.
 * Throws ConfigError naming each unknown key and each wrong value.
 */
export function loadConfig(sources: ConfigSources): GatewayConfig {
  const settings = sources.file === undefined ? {} : readConfigFile(sources.file);
  applyEnvironment(settings, sources.environment ?? {});
  for (const [name, value] of Object.entries(sources.flags ?? {})) {
    if (value !== undefined) settings[name] = name === 'supergraph' ? resolve(String(value)) : value;
  }
  return checkConfig(settings, sources.file);
}

/** Checks settings that are already an object. Throws ConfigError. */
export function checkConfig(settings: unknown, origin?: string): GatewayConfig {
  const result = configSchema.safeParse(settings);
  if (result.success) return result.data;
  const mistakes = result.error.issues.flatMap(describeIssue);
  throw new ConfigError(`${origin ?? 'The configuration'} is not valid:\n  ${mistakes.join('\n  ')}`);
}

function limitsSchema(defaults: LimitValues) {
  return z
    .strictObject({
      bodyBytes: count.default(defaults.bodyBytes),
      documentBytes: count.default(defaults.documentBytes),
      tokens: count.default(defaults.tokens),
      depth: count.default(defaults.depth),
      aliases: count.default(defaults.aliases),
      rootFields: count.default(defaults.rootFields),
      directives: count.default(defaults.directives),
      fragments: count.default(defaults.fragments),
      variables: count.default(defaults.variables),
      jsonDepth: count.default(defaults.jsonDepth),
      listItems: count.default(defaults.listItems),
      expandedSelections: count.default(defaults.expandedSelections),
      validationErrors: count.default(defaults.validationErrors),
      cost: count.default(defaults.cost),
      assumedListSize: count.default(defaults.assumedListSize),
      pageSize: count.default(defaults.pageSize),
      entities: count.default(defaults.entities),
    })
    .prefault({});
}

function readConfigFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The config file ${file} cannot be read: ${messageOf(error)}`);
  }
  let value: unknown;
  try {
    value = parseYaml(text) ?? {};
  } catch (error) {
    throw new ConfigError(`The config file ${file} is not YAML: ${messageOf(error)}`);
  }
  if (!isRecord(value)) throw new ConfigError(`The config file ${file} must hold a mapping of settings.`);
  resolvePaths(value, dirname(resolve(file)));
  return value;
}

function resolvePaths(settings: Record<string, unknown>, folder: string): void {
  resolvePath(settings, 'supergraph', folder);
  if (isRecord(settings.identity)) resolvePath(settings.identity, 'jwks', folder);
  if (isRecord(settings.envelope)) resolvePath(settings.envelope, 'keys', folder);
  if (isRecord(settings.usage)) resolvePath(settings.usage, 'file', folder);
}

function resolvePath(section: Record<string, unknown>, key: string, folder: string): void {
  const value = section[key];
  if (typeof value === 'string' && !/^https?:\/\//.test(value)) section[key] = resolve(folder, value);
}

function applyEnvironment(
  settings: Record<string, unknown>,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  for (const [variable, path] of Object.entries(ENVIRONMENT_SETTINGS)) {
    const value = environment[variable];
    if (value === undefined || value === '') continue;
    const [head = '', leaf] = path.split('.');
    if (leaf === undefined) {
      settings[head] = fromText(value);
      continue;
    }
    const section = isRecord(settings[head]) ? settings[head] : {};
    section[leaf] = fromText(value);
    settings[head] = section;
  }
}

function fromText(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value;
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `unknown key "${[...path, key].join('.')}"`);
  }
  return [`"${path.join('.')}": ${issue.message}`];
}
