import { buildRoomSchema } from '../subgraphs/kit/build-schema';
import { type Composition, compose, type SubgraphSource } from './composition/compose';
import { ROOMS } from './rooms';

/** A file of the repository that is made from the code. */
export interface EmittedFile {
  /** Path below the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** What the code says the committed files should hold. */
export interface Emission {
  readonly files: readonly EmittedFile[];
  readonly composition: Composition;
}

/** The subgraphs' own SDL as their classes say it. */
export async function emitSubgraphs(): Promise<readonly SubgraphSource[]> {
  return Promise.all(
    ROOMS.map(async ({ name, port, load }) => ({
      name,
      url: `http://127.0.0.1:${port}/graphql`,
      sdl: buildRoomSchema((await load()).schema).sdl,
      file: `subgraphs/${name}/schema.graphql`,
    })),
  );
}

/** Everything that `lastmile schema compose` writes; a test compares it with what is committed. */
export async function emitFiles(): Promise<Emission> {
  const sources = await emitSubgraphs();
  const composition = compose(sources);
  const files = sources.map(({ name, sdl }) => ({ path: `subgraphs/${name}/schema.graphql`, text: sdl }));
  if (composition.supergraph !== null) {
    files.push({ path: 'schema/supergraph.graphql', text: composition.supergraph });
  }
  return { files, composition };
}
