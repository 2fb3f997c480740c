import { Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../../cli/commands/parse-option';
import { type Sharing } from './gateways/floor-script';
import { type Work, WORKS } from './works';

/** The gateways that are compared, in the order in which they are measured. */
export const GATEWAYS = ['stock', 'floor', 'ours'] as const;
/** The name of a gateway. */
export type GatewayName = (typeof GATEWAYS)[number];

/** The classes: what a gateway may share between requests that run at the same time. */
export const CLASSES: readonly Sharing[] = ['none', 'subgraph', 'client'];

/** What the person asked for. */
export interface BenchOptions {
  /** Length of one round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly warmUp: number;
  readonly connections: number;
  readonly work: readonly Work[];
  readonly class: readonly Sharing[];
  /** Milliseconds that a subgraph waits before it answers. */
  readonly delay: readonly number[];
  readonly against: readonly GatewayName[];
  /** Megabytes, for all gateways alike. */
  readonly semiSpace: number;
  /** The file for the figures. */
  readonly json?: string;
  /** The folder for processor profiles; with it nothing is compared. */
  readonly profile?: string;
}

/** Reads a command line. Throws CommanderError, after having said why, when it is wrong or asks for help. */
export function readOptions(args: readonly string[]): BenchOptions {
  const works = Object.keys(WORKS);
  const command = new Command('bench:gateway')
    .description(
      'compares the gateway with stock @apollo/gateway and with a floor, over the same stub subgraphs',
    )
    .option('--seconds <number>', 'length of one round', wholeNumber(1, 600), 3)
    .option('--rounds <number>', 'rounds per gateway, taken in turns', wholeNumber(1, 100), 3)
    .option('--warm-up <seconds>', 'load before the first round', wholeNumber(0, 600), 3)
    .option('--connections <number>', 'requests at the same time', wholeNumber(1, 1_000), 50)
    .addOption(listOption('--work <names>', 'what is asked', works))
    .addOption(listOption('--class <names>', 'what requests may share', CLASSES))
    .option('--delay <milliseconds>', 'how long each subgraph waits', delays, [0, 5])
    .addOption(listOption('--against <names>', 'which gateways', GATEWAYS))
    .option('--semi-space <megabytes>', 'of each gateway', wholeNumber(1, 512), 64)
    .option('--json <file>', 'write the figures there, too')
    .option('--profile [folder]', 'profile instead (default: only ours, nothing shared, no delay)')
    .showHelpAfterError()
    .exitOverride();
  command.parse(args, { from: 'user' });
  const { profile, ...read } = command.opts<Omit<BenchOptions, 'profile'> & { profile?: string | true }>();
  if (profile === undefined) return read;
  const unless = <Value>(name: string, asked: Value, otherwise: Value): Value =>
    command.getOptionValueSource(name) === 'default' ? otherwise : asked;
  return {
    ...read,
    against: unless('against', read.against, ['ours']),
    class: unless('class', read.class, ['none']),
    delay: unless('delay', read.delay, [0]),
    profile: profile === true ? '.cache/profiles' : profile,
  };
}

/** An option that takes some of the names, separated by commas; all of them by default. They are kept in the given order. */
function listOption(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, `${description}, of ${names.join(',')}`)
    .default(names, 'all')
    .argParser((text) => {
      const asked = text.split(',');
      const wrong = asked.find((name) => !names.includes(name));
      if (wrong !== undefined)
        throw new InvalidArgumentError(`Expected some of ${names.join(',')}, got "${wrong}".`);
      return names.filter((name) => asked.includes(name));
    });
}

function delays(text: string): number[] {
  return text.split(',').map(wholeNumber(0, 10_000));
}
