import { type Command, InvalidArgumentError } from 'commander';
import { type ClientName, CLIENT_NAMES, isClientName } from '../keys/clients';
import { DEFAULT_DATA_FOLDER, DEFAULT_PUBLISHER } from './defaults';
import { wholeNumber } from './parse-option';

const DEFAULT_TTL_SECONDS = 12 * 3_600;
const MAX_TTL_SECONDS = 30 * 86_400;

interface TokenOptions {
  readonly client: ClientName;
  readonly tenant?: string;
  readonly data: string;
  readonly ttl: number;
}

/** `lastmile token --client billing`: prints one token and nothing else. */
export function addToken(program: Command): void {
  program
    .command('token')
    .description('print a token of the local product for one team')
    .requiredOption('--client <name>', CLIENT_NAMES.join(' | '), parseClient)
    .option('--tenant <publisher id>', `the publisher a portal speaks for (default: "${DEFAULT_PUBLISHER}")`)
    .option('--data <folder>', 'the data folder of the product', DEFAULT_DATA_FOLDER)
    .option('--ttl <seconds>', 'how long it is valid', wholeNumber(1, MAX_TTL_SECONDS), DEFAULT_TTL_SECONDS)
    .action(async (options: TokenOptions) => {
      const { dataFolderLayout } = await import('../data-folder/layout.js');
      const { readSigningKey } = await import('../keys/key-files.js');
      const { mintToken } = await import('../keys/mint-token.js');
      const token = await mintToken(readSigningKey(dataFolderLayout(options.data).keys), {
        client: options.client,
        tenant: options.tenant,
        defaultTenant: DEFAULT_PUBLISHER,
        ttlSeconds: options.ttl,
        now: new Date(),
      });
      process.stdout.write(`${token}\n`);
    });
}

function parseClient(text: string): ClientName {
  if (isClientName(text)) return text;
  throw new InvalidArgumentError(`Expected one of ${CLIENT_NAMES.join(', ')}, got "${text}".`);
}
