/** A Redis to connect to, as read from a URL. */
export type RedisTarget = SingleTarget | ClusterTarget | SentinelTarget;

/** One server, over TCP or a unix socket. */
export interface SingleTarget extends Credentials {
  readonly kind: 'single';
  readonly address: HostPort | { readonly socketPath: string };
  readonly database: number;
  readonly isTls: boolean;
}

/** A Redis Cluster, entered through any of these nodes. */
export interface ClusterTarget extends Credentials {
  readonly kind: 'cluster';
  readonly nodes: readonly HostPort[];
  readonly isTls: boolean;
}

/** A master that these sentinels know by this name. */
export interface SentinelTarget extends Credentials {
  readonly kind: 'sentinel';
  readonly sentinels: readonly HostPort[];
  readonly masterName: string;
  readonly database: number;
  readonly isTls: boolean;
}

/** Where a node listens. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** What to sign in with; absent parts are not sent. */
export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

/**
 * Reads a Redis URL:
 *
 * | form | meaning |
 * |---|---|
 * | `redis://[user:password@]host[:6379][/database]` | one server |
 * | `/path/to/redis.sock`, `unix:///path/to/redis.sock` | one server on a unix socket |
 * | `redis-cluster://[user:password@]host:port,host:port` | Redis Cluster; so is `redis://` with a comma list |
 * | `redis-sentinel://[user:password@]host[:26379],host/master-name[/database]` | Sentinel |
 *
 * `rediss://`, `rediss-cluster://` and `rediss-sentinel://` are the same over TLS. User and password are percent-encoded.
 *
 * @throws RangeError naming the part that is wrong; never the password.
 */
export function parseRedisUrl(url: string): RedisTarget {
  // A comma list is often written with the scheme before every node.
  const text = url.trim().replace(/,rediss?:\/\//gi, ',');
  if (text.startsWith('/')) return socketTarget(text);
  const { scheme, rest } = splitScheme(text);
  if (scheme === 'unix') return socketTarget(rest);
  const isTls = scheme.startsWith('rediss');
  const { credentials, hosts, path } = splitAuthority(rest);
  switch (scheme.replace('rediss', 'redis')) {
    case 'redis':
      if (hosts.includes(',')) return clusterTarget(hosts, path, credentials, isTls);
      return {
        kind: 'single',
        address: hostPort(hosts, 6379),
        database: databaseOf(path[0]),
        isTls,
        ...credentials,
      };
    case 'redis-cluster':
      return clusterTarget(hosts, path, credentials, isTls);
    case 'redis-sentinel':
      return sentinelTarget(hosts, path, credentials, isTls);
    default:
      throw new RangeError(
        `a Redis URL must begin with ${SCHEMES.join(', ')} or be the path of a unix socket; its scheme is ${JSON.stringify(scheme)}`,
      );
  }
}

const SCHEMES = ['redis://', 'redis-cluster://', 'redis-sentinel://', 'the same with rediss', 'unix://'];

function splitScheme(text: string): { scheme: string; rest: string } {
  const end = text.indexOf('://');
  // Never echo the text: without a scheme it may be all password.
  if (end < 0)
    throw new RangeError('a Redis URL must be scheme://… or the path of a unix socket; it has no scheme');
  return { scheme: text.slice(0, end).toLowerCase(), rest: text.slice(end + 3) };
}

function splitAuthority(rest: string): { credentials: Credentials; hosts: string; path: readonly string[] } {
  const [authority = '', ...path] = rest.split('/');
  const at = authority.lastIndexOf('@');
  const hosts = authority.slice(at + 1);
  return {
    credentials: at < 0 ? {} : credentialsOf(authority.slice(0, at)),
    hosts,
    path: path.filter(Boolean),
  };
}

function credentialsOf(userInfo: string): Credentials {
  const colon = userInfo.indexOf(':');
  const username = decoded(colon < 0 ? userInfo : userInfo.slice(0, colon));
  const password = colon < 0 ? '' : decoded(userInfo.slice(colon + 1));
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError('user and password of a Redis URL must be percent-encoded');
  }
}

function socketTarget(socketPath: string): SingleTarget {
  if (!socketPath.startsWith('/')) {
    throw new RangeError(`a unix socket needs an absolute path, but got ${JSON.stringify(socketPath)}`);
  }
  return { kind: 'single', address: { socketPath }, database: 0, isTls: false };
}

function clusterTarget(
  hosts: string,
  path: readonly string[],
  credentials: Credentials,
  isTls: boolean,
): ClusterTarget {
  if (databaseOf(path[0]) !== 0) {
    throw new RangeError(`a Redis Cluster has database 0 only, but the URL asks for ${String(path[0])}`);
  }
  return { kind: 'cluster', nodes: hostPorts(hosts, 6379), isTls, ...credentials };
}

function sentinelTarget(
  hosts: string,
  path: readonly string[],
  credentials: Credentials,
  isTls: boolean,
): SentinelTarget {
  const [masterName, database] = path;
  if (masterName === undefined) {
    throw new RangeError(
      'a redis-sentinel:// URL needs the name of the master: redis-sentinel://host:26379/name',
    );
  }
  const sentinels = hostPorts(hosts, 26379);
  return { kind: 'sentinel', sentinels, masterName, database: databaseOf(database), isTls, ...credentials };
}

function hostPorts(hosts: string, defaultPort: number): HostPort[] {
  return hosts.split(',').map((host) => hostPort(host, defaultPort));
}

function hostPort(text: string, defaultPort: number): HostPort {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s,]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? defaultPort);
  if (match === null || port < 1 || port > 65_535) {
    throw new RangeError(`a Redis URL needs host[:port], but got ${JSON.stringify(text)}`);
  }
  return { host: match[1] ?? match[2] ?? '', port };
}

function databaseOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,4}$/.test(text)) {
    throw new RangeError(`the database of a Redis URL must be a number, but got ${JSON.stringify(text)}`);
  }
  return Number(text);
}
