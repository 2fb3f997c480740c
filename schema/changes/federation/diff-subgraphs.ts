import { type Finding } from '../finding';
import { type SubgraphPairs } from './pair-subgraphs';
import { type SubgraphSide } from './read-sides';
import { applied, type Application } from './snapshot';

/** Differences of the subgraphs themselves; the coordinate of one is its name. */
export function diffSubgraphs(
  { added, removed, kept }: SubgraphPairs,
  hasComparableUrls: boolean,
): readonly Finding[] {
  return [
    ...removed.map(({ name }) => about(name, 'SUBGRAPH_REMOVED', `The subgraph "${name}" was removed.`)),
    ...added.map(({ name }) => about(name, 'SUBGRAPH_ADDED', `The subgraph "${name}" was added.`)),
    ...kept.flatMap(([before, after]) => [
      ...diffName(before, after),
      ...(hasComparableUrls ? diffUrl(before, after) : []),
      ...diffFederation(before, after),
      ...diffComposedDirectives(before, after),
    ]),
  ];
}

function about(coordinate: string, code: Finding['code'], message: string): Finding {
  return { code, coordinate, message, subgraph: coordinate };
}

function diffName(before: SubgraphSide, after: SubgraphSide): readonly Finding[] {
  if (before.name === after.name) return [];
  const message = `The subgraph "${before.name}" is called "${after.name}" now: configurations name it.`;
  return [about(after.name, 'SUBGRAPH_RENAMED', message)];
}

function diffUrl({ name: old, url: before }: SubgraphSide, { name, url }: SubgraphSide): readonly Finding[] {
  // An address that is made of the name changes with it.
  if (before === url || (old !== name && before.replaceAll(old, name) === url)) return [];
  return [about(name, 'SUBGRAPH_URL_CHANGED', `The subgraph "${name}" is at ${url}; it was at ${before}.`)];
}

function diffFederation(before: SubgraphSide, { name, federation }: SubgraphSide): readonly Finding[] {
  if (before.federation === federation) return [];
  const message = `The subgraph "${name}" uses federation ${federation}; it used ${before.federation}.`;
  return [about(name, 'FEDERATION_VERSION_CHANGED', message)];
}

function diffComposedDirectives(before: SubgraphSide, after: SubgraphSide): readonly Finding[] {
  const [old, now] = [before, after].map(({ snapshot }) => composedNames(snapshot.applications));
  const subgraph = after.name;
  const finding = (code: Finding['code'], coordinate: string, what: string): Finding => ({
    code,
    coordinate,
    message: `The subgraph "${subgraph}" ${what} the directive ${coordinate} in the supergraph.`,
    subgraph,
  });
  return [
    ...(old ?? [])
      .filter((name) => !now?.includes(name))
      .map((name) => finding('COMPOSE_DIRECTIVE_REMOVED', name, 'no longer keeps')),
    ...(now ?? [])
      .filter((name) => !old?.includes(name))
      .map((name) => finding('COMPOSE_DIRECTIVE_ADDED', name, 'keeps')),
  ];
}

function composedNames(applications: readonly Application[]): readonly string[] {
  return applied({ applications }, 'composeDirective').map(({ args }) => String(args['name']));
}
