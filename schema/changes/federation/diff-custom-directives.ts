import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { stableText } from '../stable-text';
import { type Application, type SchemaSnapshot } from './snapshot';

/** What has codes of its own, or says nothing that is not said elsewhere. */
const KNOWN = new Set([
  'deprecated', 'specifiedBy', 'oneOf', 'key', 'extends', 'shareable', 'external', 'requires', 'provides', 'override',
  'interfaceObject', 'context', 'fromContext', 'composeDirective', 'cacheTag', 'tag', 'inaccessible', 'authenticated',
  'requiresScopes', 'policy', 'cost', 'listSize',
]); // prettier-ignore

/**
 * Differences of the directives of users at the elements of one subgraph, or of the supergraph where subgraphs are not
 * known. Nobody but their authors knows what they do.
 */
export function diffCustomDirectives(
  base: SchemaSnapshot,
  candidate: SchemaSnapshot,
  subgraph?: string,
): readonly Finding[] {
  const about = subgraph === undefined ? {} : { subgraph };
  const found = pairByKey(base.elements, candidate.elements).kept.flatMap(([before, after]) =>
    diffApplications(after.coordinate, custom(before.applications), custom(after.applications)),
  );
  // The schema itself has no coordinate: its subgraph stands for it.
  const ofSchema = diffApplications(
    subgraph ?? 'schema',
    custom(base.applications),
    custom(candidate.applications),
  );
  return [...found, ...ofSchema].map((finding) => ({ ...finding, ...about }));
}

function custom(applications: readonly Application[]): readonly Application[] {
  return applications.filter(({ name }) => !KNOWN.has(name) && !/^(join|link|core)__/.test(name));
}

function diffApplications(
  coordinate: string,
  before: readonly Application[],
  after: readonly Application[],
): readonly Finding[] {
  const removed = withoutEqual(before, after);
  const added = withoutEqual(after, before);
  const names = new Set([...removed, ...added].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [gone, fresh] = [removed, added].map((list) =>
      list.filter((application) => application.name === name),
    );
    const [only, instead] = [gone?.[0], fresh?.[0]];
    if (gone?.length === 1 && fresh?.length === 1 && only && instead) {
      const message = `${coordinate} has ${instead.text} instead of ${only.text}.`;
      return [{ code: 'DIRECTIVE_APPLICATION_CHANGED', coordinate, message } as const];
    }
    return [
      ...(gone ?? []).map(({ text }): Finding => ({
        code: 'DIRECTIVE_APPLICATION_REMOVED',
        coordinate,
        message: `${coordinate} no longer has ${text}.`,
      })),
      ...(fresh ?? []).map(({ text }): Finding => ({
        code: 'DIRECTIVE_APPLICATION_ADDED',
        coordinate,
        message: `${coordinate} has ${text} now.`,
      })),
    ];
  });
}

/** The applications that have no equal among `others`; each of these is the equal of one. */
function withoutEqual(
  applications: readonly Application[],
  others: readonly Application[],
): readonly Application[] {
  const left = others.map(({ name, args }) => stableText([name, args]));
  return applications.filter(({ name, args }) => {
    const index = left.indexOf(stableText([name, args]));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
