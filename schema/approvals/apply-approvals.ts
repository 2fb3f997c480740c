import type { Change } from '../check/check-result';
import type { Approval } from './read-approvals';

/**
 * The findings after what was accepted: an accepted break is dangerous and says until when and why. A break whose
 * approval ran out stays one and says so, and an approval that ran out and meets nothing any more is a finding itself.
 *
 * @param today `YYYY-MM-DD`
 */
export function applyApprovals(
  changes: readonly Change[],
  approvals: readonly Approval[],
  today: string,
): readonly Change[] {
  const met = new Set<Approval>();
  const judged = changes.map((change) => {
    if (change.severity !== 'breaking') return change;
    const matching = approvals.filter((approval) => isAbout(approval, change));
    for (const approval of matching) met.add(approval);
    return judge(change, matching, today);
  });
  const forgotten = approvals.filter((approval) => approval.until < today && !met.has(approval));
  return [...judged, ...forgotten.map(expiredFinding)];
}

function isAbout({ code, coordinate, message = '' }: Approval, change: Change): boolean {
  return code === change.code && coordinate === change.coordinate && change.message.includes(message);
}

function judge(change: Change, matching: readonly Approval[], today: string): Change {
  const valid = matching.filter(({ until }) => until >= today);
  const full = valid.find(({ client }) => client === undefined);
  if (full) return accepted(change, [full]);
  const ofClients = valid.filter(({ client }) =>
    change.affected.some((affected) => affected.client === client),
  );
  const clients = new Set(ofClients.map(({ client }) => client));
  const isAllAccepted =
    change.affected.length > 0 && change.affected.every(({ client }) => clients.has(client));
  if (isAllAccepted) return accepted(change, ofClients);
  const expired = matching.find(({ until }) => until < today);
  if (expired) return { ...change, message: `${change.message} (its approval expired on ${expired.until})` };
  return change;
}

function accepted(change: Change, approvals: readonly Approval[]): Change {
  const until = approvals.map((approval) => approval.until).reduce((a, b) => (a < b ? a : b));
  const reason = [...new Set(approvals.map((approval) => approval.reason))].join('; ');
  return {
    ...change,
    severity: 'dangerous',
    message: `${change.message} (accepted until ${until}: ${reason})`,
    approval: { until, reason },
  };
}

function expiredFinding({ code, coordinate, until, file, line }: Approval): Change {
  return {
    code: 'APPROVAL_EXPIRED',
    severity: 'dangerous',
    coordinate,
    message: `The approval of ${code} at ${coordinate} expired on ${until} and meets nothing any more; remove it.`,
    affected: [],
    file,
    line,
  };
}
