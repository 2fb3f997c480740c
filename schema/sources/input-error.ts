import type { CompositionFinding } from '../check/check-result';

/** What can be wrong with what a check is given, apart from the SDL itself; the meaning is for the table in the README. */
export const INPUT_CODES = {
  FILE_UNREADABLE: 'a file or folder is missing, of the wrong kind, or may not be read',
  FILE_TOO_LARGE: 'a file is larger than its kind may be',
  FILE_NOT_TEXT: 'a file is not UTF-8 text',
  FOLDER_EMPTY: 'a folder holds none of the files that it was named for',
  REVISION_UNKNOWN: 'git knows no such revision, or this is no repository',
  TRAFFIC_INVALID: 'a line of the traffic log is not what a gateway writes',
  OPERATIONS_INVALID: 'a trusted document is no GraphQL operation',
  PARTNER_INVALID: "a partner's file is no list of tags",
  APPROVALS_INVALID: 'the approvals are not written as they must be',
  LINT_CONFIG_INVALID: 'the lint configuration is not written as it must be',
  OUTPUT_UNWRITABLE: 'the report cannot be written where it was wanted',
} as const;

/** A key of the table above. */
export type InputCode = keyof typeof INPUT_CODES;

/** What is wrong with an input, with its place. */
export interface InputFinding extends CompositionFinding {
  readonly code: InputCode;
}

/** Input that a check cannot work with. Its findings become the errors of the report. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly findings: readonly InputFinding[]) {
    super(findings.map(({ message }) => message).join('\n'));
  }
}

/** An InputError about one place. */
export function inputError(
  code: InputCode,
  message: string,
  file: string | null,
  line: number | null = null,
): InputError {
  return new InputError([{ code, message, file, line }]);
}
