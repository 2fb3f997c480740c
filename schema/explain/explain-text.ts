import { type PlanFigures } from '../check/check-result';
import { type ExplainedPart, type ExplainedRequest } from './explained-request';

/** What a plan costs, in a line: `3 requests, 2 one after the other, to a, b; cost 12`. */
export function figuresInWords({ fetches, depth, subgraphs, cost }: PlanFigures): string {
  const requests = fetches === 1 ? '1 request' : `${fetches} requests`;
  const chain = fetches > 1 ? `, ${depth} one after the other` : '';
  const to = subgraphs.length > 0 ? `, to ${subgraphs.join(', ')}` : '';
  return `${requests}${chain}${to}; cost ${cost ?? 'depends on variables'}`;
}

/** The requests of a plan by their levels, for people. */
export function requestsInWords(requests: readonly ExplainedRequest[]): string {
  const levels = [...new Set(requests.map(({ level }) => level))].sort((left, right) => left - right);
  return levels
    .flatMap((level) => [
      `Level ${level}`,
      ...requests.filter((request) => request.level === level).flatMap(requestLines),
    ])
    .join('\n');
}

function requestLines({ number, subgraph, after, isDeferred, parts }: ExplainedRequest): string[] {
  const waits = after.length > 0 ? `, after ${after.join(' and ')}` : '';
  const deferred = isDeferred ? ', deferred' : '';
  return [`  ${number} ${subgraph}${waits}${deferred}`, ...parts.map((part) => `    ${partLine(part)}`)];
}

function partLine({ path, fields, conditions }: ExplainedPart): string {
  const when = conditions.length > 0 ? ` if ${conditions.join(' and ')}` : '';
  return `${path === '' ? 'root' : `at ${path}`}${when}: ${fields.join(', ')}`;
}
