import { z } from 'zod';
import { inputError } from '../sources/input-error';
import { readYaml } from '../sources/read-yaml';

/** What a partner may see of the graph. */
export interface Partner {
  /** The file's name without its extension. */
  readonly name: string;
  /** Elements with one of these tags; all elements when the list is empty. */
  readonly include: readonly string[];
  /** Elements with one of these tags are never seen, whatever else they are tagged with. */
  readonly exclude: readonly string[];
  readonly file: string;
}

const TAGS = z
  .array(z.string({ error: 'expected the name of a tag' }).min(1, 'expected the name of a tag'), {
    error: 'expected a list of tags',
  })
  .nullish();

const PARTNER = z.strictObject(
  { include: TAGS, exclude: TAGS },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected `include` and `exclude`' : undefined) },
);

/**
 * Reads the file of a partner: `include` and `exclude` are lists of tags.
 *
 * @throws InputError with the line of what is wrong.
 */
export function readPartner(name: string, text: string, file: string): Partner {
  const { value, lineOf } = readYaml(text, file, PARTNER, 'PARTNER_INVALID');
  const { include, exclude } = value;
  const both = include?.find((tag) => exclude?.includes(tag));
  if (both !== undefined) {
    const message = `the tag "${both}" is in both lists; expected it in one of them`;
    throw inputError('PARTNER_INVALID', message, file, lineOf(['exclude']));
  }
  return { name, include: include ?? [], exclude: exclude ?? [], file };
}
