const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3, w: 604_800e3 };

/** The time that `text` names: `30d` before `now` (s, m, h, d, w), or an RFC 3339 date or time. Undefined when it is neither. */
export function parseSince(text: string, now: Date): Date | undefined {
  const duration = /^(\d{1,9})([smhdw])$/.exec(text);
  const unit = UNITS[duration?.[2] ?? ''];
  if (duration && unit !== undefined) return dateAt(now.getTime() - Number(duration[1]) * unit);
  if (!/^\d{4}-\d\d-\d\d([Tt ]\S+)?$/.test(text)) return undefined;
  return dateAt(Date.parse(text));
}

function dateAt(milliseconds: number): Date | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
