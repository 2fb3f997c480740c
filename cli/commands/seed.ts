import type { Command } from 'commander';
import { StartupError } from '../startup-error';
import { DEFAULT_DATA_FOLDER, DEFAULT_SEED } from './defaults';
import { wholeNumber } from './parse-option';

/** Largest demonstration fleet: what was tried. */
export const MAX_DEVICES = 200_000;

/** The shape of the demonstration network. */
const POPS = 16;
const REGIONS = 4;

interface SeedCommandOptions {
  readonly data: string;
  readonly devices: number;
  readonly seed: string;
}

/**
 * `lastmile seed`: writes the demonstration data into the database of `DATABASE_URL`, once. `lastmile up` runs it in a
 * process of its own, so that what seeding needs is gone afterwards; its progress goes to the parent.
 */
export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('write the demonstration data into an empty DATABASE_URL')
    .option('--data <folder>', 'keys', DEFAULT_DATA_FOLDER)
    .option('--devices <number>', 'boxes of the fleet', wholeNumber(1, MAX_DEVICES), 2_000)
    .option('--seed <text>', 'another text gives another fleet', DEFAULT_SEED)
    .action(seed);
}

async function seed(options: SeedCommandOptions): Promise<void> {
  const { pino } = await import('pino');
  const { createDataFolder } = await import('../data-folder/layout.js');
  const { ensureKeys } = await import('../keys/key-files.js');
  const { givenDatabaseUrl } = await import('../up/database-server.js');
  const databaseUrl = givenDatabaseUrl(process.env);
  if (databaseUrl === null) {
    throw new StartupError(
      'DATABASE_URL_INVALID',
      'Expected DATABASE_URL to name the database to fill, got nothing.',
    );
  }
  const { loadRooms } = await import('../../schema/rooms.js');
  const { seedDatabase } = await import('../seed/seed-database.js');
  const layout = createDataFolder(options.data);
  const state = await seedDatabase({
    databaseUrl,
    rooms: await loadRooms(),
    envelopeKeys: ensureKeys(layout.keys).envelopeKeys,
    settings: { LASTMILE_IMAGES_FOLDER: layout.images, ...process.env },
    log: pino({ level: process.env['LASTMILE_LOG_LEVEL'] ?? 'warn', base: null }, pino.destination(2)),
    data: { seed: options.seed, devices: options.devices, pops: POPS, regions: REGIONS, now: new Date() },
    onProgress: (room, done) => report({ type: 'progress', room, done }),
  });
  report({ type: 'seeded', state });
  if (process.connected) process.disconnect();
}

/** To the parent when there is one, else a line for the person at the terminal. */
function report(message: Readonly<Record<string, unknown>>): void {
  if (process.send) process.send(message);
  else process.stdout.write(`${Object.values(message).slice(1).join(' ')}\n`);
}
