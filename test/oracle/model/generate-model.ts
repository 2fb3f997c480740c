import { Choices } from '../choices';
import { type Draft, type DraftInterface, type DraftKey, type DraftObject } from './draft';
import { draftInterface, draftUnion, draftValues } from './draft-abstract';
import { draftEntities, draftLocation } from './draft-entities';
import { draftMutations, draftOwnFields, draftProvides, draftQueries } from './draft-fields';
import { draftRequires } from './draft-requires';
import { type InterfaceModel, type Model, type ObjectModel } from './model';

/** A small federated graph. Not every one composes: whoever asks for one tries the next seed when it does not. */
export function generateModel(seed: number): Model {
  const choose = new Choices(seed);
  const draft: Draft = {
    choose,
    subgraphs: ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + choose.below(4)),
    objects: [],
    interfaces: [],
    unions: [],
    queries: [],
    mutations: [],
    labels: [],
    names: 0,
  };
  draftLocation(draft);
  draftEntities(draft);
  draftValues(draft);
  if (!choose.oneIn(3)) draftInterface(draft, 'J0');
  if (choose.oneIn(3)) draftInterface(draft, 'J1');
  if (!choose.oneIn(3)) draftUnion(draft, 'U0');
  draftOwnFields(draft);
  draftRequires(draft);
  draftQueries(draft);
  draftMutations(draft);
  draftProvides(draft);
  for (const object of draft.objects) object.isPatchyIn = patchySubgraphs(draft, object);
  return finish(draft);
}

/**
 * Subgraphs that may fail to find an object without changing anything but their own fields: nothing of theirs is shared,
 * required or needed to go on to other subgraphs.
 */
function patchySubgraphs({ choose }: Draft, { home, keys, fields, family }: DraftObject): string[] {
  if (keys.length !== 1 || family) return [];
  return home.filter((subgraph) => {
    const own = fields.filter((field) => !field.isKey && field.in[subgraph] !== undefined);
    const isAlone = own.every(
      ({ in: declared, isSafe }) =>
        declared[subgraph] === '@external' || (Object.keys(declared).length === 1 && isSafe !== true),
    );
    return isAlone && choose.oneIn(2);
  });
}

function finish({ subgraphs, objects, interfaces, unions, queries, mutations, labels }: Draft): Model {
  return {
    subgraphs,
    objects: objects.map(finishObject),
    interfaces: interfaces.map(finishInterface),
    unions,
    queries,
    mutations,
    labels,
  };
}

function finishObject({
  name,
  declared,
  keys,
  fields,
  family,
  implemented,
  isPatchyIn,
}: DraftObject): ObjectModel {
  const heads = [...declared].map(([subgraph, ownKeys]) => {
    const interfaces = implemented.get(subgraph) ?? [];
    const implementing = interfaces.length > 0 ? `implements ${interfaces.join(' & ')}` : '';
    return [subgraph, `${implementing} ${ownKeys.map(printKey).join(' ')}`.trim()] as const;
  });
  return { name, in: Object.fromEntries(heads), keys, fields, isPatchyIn, ...(family && { family }) };
}

function printKey({ fields, isResolvable }: DraftKey): string {
  return `@key(fields: "${fields}"${isResolvable ? '' : ', resolvable: false'})`;
}

function finishInterface({ name, fields, in: declared, key, objectIn }: DraftInterface): InterfaceModel {
  const keyed = key === undefined ? '' : `@key(fields: "${key}")`;
  return {
    name,
    fields,
    in: declared,
    objectIn,
    heads: {
      ...Object.fromEntries(Object.keys(declared).map((subgraph) => [subgraph, keyed])),
      ...Object.fromEntries(Object.keys(objectIn).map((subgraph) => [subgraph, `${keyed} @interfaceObject`])),
    },
  };
}
