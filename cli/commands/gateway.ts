import type { Command } from 'commander';
import { StartupError } from '../startup-error';
import { portNumber, wholeNumber } from './parse-option';

interface GatewayCommandOptions {
  readonly supergraph?: string;
  readonly port?: number;
  readonly host?: string;
  readonly config?: string;
  readonly workers?: number;
}

/** `lastmile gateway --supergraph FILE --port N`: the gateway over any Federation 2 supergraph. */
export function addGateway(program: Command): void {
  program
    .command('gateway')
    .description('serve any Federation 2 supergraph')
    .option('--supergraph <file>', 'the supergraph SDL')
    .option('--port <number>', '0 = any free one (default: 4000)', portNumber)
    .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
    .option('--config <file>', 'a YAML file; paths in it are relative to it')
    .option('--workers <number>', 'processes that serve (default: 1)', wholeNumber(1, 64))
    .action(serve);
}

async function serve(options: GatewayCommandOptions): Promise<void> {
  const { runGateway } = await import('../../gateway/main.js');
  const { ConfigError } = await import('../../gateway/config.js');
  try {
    await runGateway(options);
  } catch (error) {
    if (error instanceof ConfigError)
      throw new StartupError('CONFIG_INVALID', error.message, { cause: error });
    throw error;
  }
}
