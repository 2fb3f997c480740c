import type { Room } from '../kit/room';
import { createHandlers, produces } from './events';
import { createContext } from './context/images-context';
import { references } from './references';
import { resolvers } from './resolver';
import { seedImages } from './seed';
import { orphanedTypes } from './types';
import { openImageFiles } from './upload/image-files';
import { addUploadRoute } from './upload/upload-route';
import { uploadSettings } from './upload/upload-settings';
import { createUploads } from './upload/uploads';

/** How often uploads of processes that are gone are looked for. */
const RECOVERY_MS = 30_000;

/**
 * Applications, their publishers and their images. Settings: `LASTMILE_IMAGES_FOLDER`, `LASTMILE_MAX_IMAGE_BYTES`,
 * and `LASTMILE_IMAGES_PUBLIC_URL`, the address that upload tickets name (default: this subgraph's own).
 */
export const imagesRoom: Room = {
  name: 'images',
  schema: { resolvers, orphanedTypes, references },
  produces,
  async start(room) {
    const { folder, maxBytes } = uploadSettings(room.settings);
    const uploads = createUploads(room, openImageFiles(folder), maxBytes);
    await uploads.recover();
    return {
      contextFor: (caller) => createContext(room, uploads, caller),
      handlers: createHandlers(),
      jobs: [{ name: 'abandoned uploads', everyMs: RECOVERY_MS, run: () => uploads.recover() }],
      routes: (app) =>
        addUploadRoute(app, { uploads, envelopeKeys: room.envelopeKeys, clock: room.clock, maxBytes }),
      seed: (options) => seedImages(room, options),
      close: async () => uploads.close(),
    };
  },
};
