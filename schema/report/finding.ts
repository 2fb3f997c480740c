import type { CheckResult, Severity } from '../check/check-result';

/** What the formats of machines make of every change, error and hint alike. */
export interface ReportedFinding {
  readonly code: string;
  /** Errors and hints of composition belong to no degree of a change. */
  readonly kind: Severity | 'error' | 'hint';
  readonly coordinate: string | null;
  /** The message, with who is affected. */
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly acceptedBecause: string | null;
}

/** All findings of a result, the worst first. */
export function findingsOf(result: CheckResult): readonly ReportedFinding[] {
  const composition = { coordinate: null, acceptedBecause: null };
  const changes = result.changes.map(
    ({ code, severity, coordinate, message, affected, file, line, approval }) => ({
      code,
      kind: severity,
      coordinate,
      message: affected.length === 0 ? message : `${message} Affected: ${affectedText(affected)}.`,
      file,
      line,
      acceptedBecause: approval?.reason ?? null,
    }),
  );
  return [
    ...result.composition.errors.map((error) => ({ ...composition, ...error, kind: 'error' as const })),
    ...changes.filter(({ kind }) => kind === 'breaking'),
    ...changes.filter(({ kind }) => kind === 'dangerous'),
    ...result.composition.hints.map((hint) => ({ ...composition, ...hint, kind: 'hint' as const })),
    ...changes.filter(({ kind }) => kind === 'safe'),
  ];
}

const MAX_NAMED = 10;

function affectedText(affected: CheckResult['changes'][number]['affected']): string {
  const named = affected.slice(0, MAX_NAMED).map(affectedOne);
  const others = affected.length - named.length;
  return [...named, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
}

/** One client with what it asks: `billing B2_InvoiceLines (1204 times, last seen 2026-11-01T00:00:00Z)`. */
export function affectedOne({
  client,
  operation,
  count,
  lastSeen,
}: CheckResult['changes'][number]['affected'][number]): string {
  if (operation === null) return `${client} (its contract)`;
  const times = count === 1 ? 'once' : `${count} times`;
  return `${client} ${operation} (${times}${lastSeen === null ? '' : `, last seen ${lastSeen}`})`;
}
