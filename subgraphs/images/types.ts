import type { RoomSchema } from '../kit/room';
import { Application } from './types/application';
import { ApplicationConnection } from './types/application-connection';
import { Device } from './types/device';
import { Image } from './types/image';
import { ImageConnection } from './types/image-connection';
import { ImageRequirements } from './types/image-requirements';
import { Publisher } from './types/publisher';
import {
  IllegalImageTransition,
  ImageInUse,
  ImageNotFound,
  ImagePayload,
  ImageProtected,
  UploadTicket,
} from './types/results';

/** Every type of the schema, those included that only unions or other subgraphs lead to. */
export const orphanedTypes: RoomSchema['orphanedTypes'] = [
  Application,
  ApplicationConnection,
  Device,
  IllegalImageTransition,
  Image,
  ImageConnection,
  ImageInUse,
  ImageNotFound,
  ImagePayload,
  ImageProtected,
  ImageRequirements,
  Publisher,
  UploadTicket,
];
