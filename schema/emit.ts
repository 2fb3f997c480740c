import { buildRoomSchema } from '../subgraphs/kit/build-schema';
import { type Composition, compose, type SubgraphSource } from './compose';
import { DEFAULT_PORTS, rooms } from './rooms';

/** A file of the repository that is made from the code. */
export interface EmittedFile {
  /** Path below the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** The subgraphs' own SDL as their classes say it. */
export function emitSubgraphs(): readonly SubgraphSource[] {
  return rooms.map((room) => ({
    name: room.name,
    url: `http://127.0.0.1:${DEFAULT_PORTS[room.name] ?? 4100}/graphql`,
    sdl: buildRoomSchema(room.schema).sdl,
  }));
}

/** Everything that `lastmile schema compose` writes; a test compares it with what is committed. */
export function emitFiles(): { readonly files: readonly EmittedFile[]; readonly composition: Composition } {
  const sources = emitSubgraphs();
  const composition = compose(sources);
  const files = sources.map(({ name, sdl }) => ({ path: `subgraphs/${name}/schema.graphql`, text: sdl }));
  if (composition.supergraph !== null) {
    files.push({ path: 'schema/supergraph.graphql', text: composition.supergraph });
  }
  return { files, composition };
}
