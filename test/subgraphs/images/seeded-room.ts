import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imagesRoom } from '../../../subgraphs/images';
import { type Caller } from '../../../subgraphs/kit/caller';
import { partnerOf, startTestRoom, type TestRoom, type TestRoomOptions } from '../../kit/room';

/** The images room with its demonstration catalogue and a folder of its own for bytes. */
export interface SeededRoom extends TestRoom {
  readonly folder: string;
  /** The names of the files that hold bytes. */
  files(): Promise<string[]>;
}

/** Starts it; close it at the end. */
export async function startSeededRoom(options: TestRoomOptions = {}): Promise<SeededRoom> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lastmile-images-'));
  const room = await startTestRoom(imagesRoom, {
    ...options,
    settings: { LASTMILE_IMAGES_FOLDER: folder, ...options.settings },
  });
  await room.seed();
  await room.server.relay.flush();
  return {
    ...room,
    folder,
    files: () => readdir(folder).catch(() => []),
    async close() {
      await room.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A publisher's portal with the scope to write. */
export function publisher(id: string): Caller {
  return partnerOf(id, 'images:write');
}

/** What a new image of the ad blocker looks like. */
export const NEW_IMAGE = {
  name: 'Quietnet 3.0.0',
  applicationId: 'app-adblock',
  appVersion: '3.0.0',
  arch: 'AARCH64',
  diskFormat: 'RAW',
  containerFormat: 'BARE',
  minRamMb: 64,
  minDiskGb: 1,
};

/** A new image's id and the address its bytes go to. */
export interface Ticket {
  readonly uploadUrl: string;
  readonly expiresAt: string;
  readonly image: { readonly id: string; readonly status: string };
}

let keys = 0;

/** Registers an image and answers its ticket. */
export async function createImage(
  room: TestRoom,
  input: object = {},
  caller: Caller = publisher('pub-adamant'),
): Promise<Ticket> {
  keys += 1;
  const { data, errors } = await room.query<{ createImage: Ticket }>(
    `mutation ($in: CreateImageInput!, $key: String!) {
      createImage(input: $in, idempotencyKey: $key) { uploadUrl expiresAt image { id status visibility } } }`,
    { in: { ...NEW_IMAGE, ...input }, key: `key-${keys}` },
    caller,
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.createImage;
}

/** The status of an image as the teams see it. */
export async function imageOf<T>(room: TestRoom, id: string, fields: string): Promise<T | null> {
  const { data } = await room.query<{ image: T | null }>(
    `query ($id: ID!) { image(id: $id) { ${fields} } }`,
    {
      id,
    },
  );
  return data.image;
}

/** Tells the room of a placement, as the placements room does. */
export async function tellPlacement(
  room: TestRoom,
  placement: {
    readonly id: string;
    readonly version: number;
    readonly imageId: string;
    readonly deviceId: string;
    readonly state: string;
    readonly live: boolean;
  },
): Promise<void> {
  await room.receive('placements', [
    {
      topic: 'placements.placement.changed',
      key: placement.id,
      version: placement.version,
      payload: { placementId: placement.id, subscriberId: 'sub-000001', ...placement },
    },
  ]);
}
