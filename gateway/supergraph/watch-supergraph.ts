import { watchFile, type FileWatch } from '../support/watch-file';
import {
  loadSupergraph,
  type ClientAbilities,
  type LoadedSupergraph,
  type SubgraphOverrides,
} from './supergraph';

/** What becomes of a changed file. */
export interface SupergraphListener {
  /** A new supergraph; it is served when this resolves, and refused when it rejects. */
  readonly changed: (supergraph: LoadedSupergraph) => Promise<void>;
  /** The file cannot be served; the old supergraph stays. */
  readonly refused: (error: unknown) => void;
}

/** Watches a supergraph file, which may be replaced by rename at any time. Equal text is no change. */
export function watchSupergraph(
  file: string,
  overrides: SubgraphOverrides,
  currentId: () => string,
  listener: SupergraphListener,
  abilities: ClientAbilities = {},
): FileWatch {
  return watchFile(file, async () => {
    try {
      const supergraph = await loadSupergraph(file, overrides, currentId(), abilities);
      if (supergraph) await listener.changed(supergraph);
    } catch (error) {
      listener.refused(error);
    }
  });
}
