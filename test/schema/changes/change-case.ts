import { buildSchema } from 'graphql';
import { type Change } from '../../../schema/check/check-result';
import { type GraphVersion } from '../../../schema/check/graph-version';
import { diffGraphs } from '../../../schema/changes/diff-graphs';
import { graphVersion } from '../../kit/graph-versions';

/** A change of a graph that has one finding of its code. */
export interface ChangeCase {
  /** SDL of the subgraph `a` beside its query type, or of all subgraphs. */
  readonly before: string | Readonly<Record<string, string>>;
  readonly after: string | Readonly<Record<string, string>>;
  /** The coordinate of the finding. */
  readonly at: string;
  /** The SDL is of the API, for what composition does not pass on. */
  readonly api?: boolean;
}

const QUERY = 'type Query { asked: Int }';

/** All changes that a case is. */
export function changesOf({ before, after, api = false }: ChangeCase): readonly Change[] {
  return diffGraphs(versionOf(before, api), versionOf(after, api));
}

/** Composition is most of the time that these tests take, and many cases begin alike. */
const versions = new Map<string, GraphVersion>();

function versionOf(sdl: string | Readonly<Record<string, string>>, api: boolean): GraphVersion {
  const key = JSON.stringify([sdl, api]);
  const version = versions.get(key) ?? buildVersion(sdl, api);
  versions.set(key, version);
  return version;
}

function buildVersion(sdl: string | Readonly<Record<string, string>>, api: boolean): GraphVersion {
  if (typeof sdl !== 'string') return graphVersion(sdl);
  if (!api) return graphVersion({ a: `${QUERY}\n${sdl}` });
  return {
    ...graphVersion({ a: QUERY }),
    api: buildSchema(sdl.includes('query:') ? sdl : `${QUERY}\n${sdl}`),
  };
}
