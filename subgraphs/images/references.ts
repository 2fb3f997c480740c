import type { ReferenceResolver } from '../kit/room';
import type { ImagesContext } from './context/images-context';
import { maySeeDevices } from './policy';

/** How entities are found by what other subgraphs know of them. Whatever is no id gives null. */
export const references: Readonly<Record<string, ReferenceResolver>> = {
  Application: byId((id, { loaders }) => loaders.application.load(id)),
  Publisher: byId((id, { loaders }) => loaders.publisher.load(id)),
  Image: byId((id, { loaders }) => loaders.referencedImage.load(id)),
  // Boxes are another subgraph's: that this one was asked about it is all there is to know.
  Device: byId((id, { viewer }, representation) =>
    maySeeDevices(viewer) ? { ...representation, id } : null,
  ),
};

function byId(
  find: (id: string, context: ImagesContext, representation: Readonly<Record<string, unknown>>) => unknown,
): ReferenceResolver {
  return (representation, context) => {
    const { id } = representation;
    return typeof id === 'string' ? find(id, context, representation) : null;
  };
}
