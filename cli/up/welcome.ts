import pc from 'picocolors';
import { TEAM_QUERIES } from './team-queries';

/** What the screen at the end of a start says. */
export interface Welcome {
  readonly url: string;
  /** A token for each team. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** The screen: where it is, how to get in, and one question per team to paste. */
export function welcomeScreen({ url, tokens, seconds }: Welcome): string {
  const teams = TEAM_QUERIES.flatMap(({ client, question, query }) => [
    `${pc.bold(client)}  ${pc.dim(question)}`,
    `curl -s ${url} -H 'content-type: application/json' -H 'authorization: Bearer ${tokens[client] ?? ''}' \\`,
    `  -d '${JSON.stringify({ query })}'`,
    '',
  ]);
  return [
    '',
    `${pc.green('Lastmile is ready')} after ${seconds.toFixed(1)} s at ${pc.bold(pc.underline(url))}`,
    '',
    ...teams,
    pc.dim('Ctrl-C ends everything; the data stays for the next start.'),
    '',
  ].join('\n');
}
