import { z } from 'zod';
import { readYaml } from '../sources/read-yaml';

/** A finding that was accepted. */
export interface Approval {
  readonly code: string;
  readonly coordinate: string;
  /** The last day on which it is accepted, `YYYY-MM-DD`. */
  readonly until: string;
  readonly reason: string;
  /** Whose break is accepted; undefined = everybody's. */
  readonly client?: string | undefined;
  /** Part of what the finding says, where several have one code and coordinate, as when two members leave a union. */
  readonly message?: string | undefined;
  readonly file: string;
  readonly line: number;
}

const APPROVAL = z.strictObject({
  code: words('the code of a finding'),
  coordinate: words('a schema coordinate'),
  until: z.string({ error: 'expected a date, YYYY-MM-DD' }).refine(isDate, 'expected a date, YYYY-MM-DD'),
  reason: words('a reason'),
  client: words('the name of a client').optional(),
  message: words('a part of what the finding says').optional(),
});

const LIST = z.array(APPROVAL, { error: 'expected a list of approvals' }).nullable();
const FILE = z.strictObject({ approvals: LIST });

/**
 * Reads accepted findings: a list, or a map whose `approvals` is one. An empty file accepts nothing.
 *
 * @throws InputError with the line of what is wrong.
 */
export function readApprovals(text: string, file: string): readonly Approval[] {
  // The form is told by the first thing that is written, so that messages are about what was meant.
  const isList = /^\s*(?:#[^\n]*\n\s*|---\s*\n\s*)*(?:-\s|\[|$)/.test(text);
  const form = isList ? LIST : FILE;
  const { value, lineOf } = readYaml<z.infer<typeof LIST> | z.infer<typeof FILE>>(
    text,
    file,
    form,
    'APPROVALS_INVALID',
  );
  const above = Array.isArray(value) || value === null ? [] : ['approvals'];
  const list = Array.isArray(value) ? value : (value?.approvals ?? []);
  return list.map((approval, index) => ({ ...approval, file, line: lineOf([...above, index]) }));
}

function words(wanted: string): z.ZodString {
  return z.string({ error: `expected ${wanted}` }).min(1, `expected ${wanted}`);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
