import { type Change } from '../check/check-result';
import { goneIn } from './gone-in';
import { inputChange } from './input-change';
import { isArgumentHurt } from './is-argument-hurt';
import { type SchemaPair, type TouchTest } from './touch-test';

/** The test for a change of a directive that operations may have. */
export function touchesDirective(
  { code, message }: Change,
  { directive, argument }: { readonly directive: string; readonly argument: string | undefined },
  { base, candidate }: SchemaPair,
): TouchTest {
  const before = base.getDirective(directive);
  const after = candidate.getDirective(directive);
  if (code === 'DIRECTIVE_REPEATABLE_REMOVED') {
    return ({ directives }) => (directives.get(directive)?.isRepeated ? 'surely' : 'none');
  }
  if (code === 'DIRECTIVE_LOCATION_REMOVED') {
    const gone = goneIn(message, before?.locations ?? [], after?.locations ?? []);
    return ({ directives }) => {
      const used = directives.get(directive)?.locations;
      return gone.some((location) => used?.has(location)) ? 'surely' : 'none';
    };
  }
  const known = before?.args.find(({ name }) => name === argument);
  if (argument === undefined || !known) {
    return ({ directives }) => (directives.has(directive) ? 'surely' : 'none');
  }
  if (code.includes('DEFAULT')) {
    return ({ directives }) =>
      directives.get(directive)?.arguments.leftOut.has(argument) ? 'surely' : 'none';
  }
  const hurts = inputChange(
    known,
    after?.args.find(({ name }) => name === argument),
  );
  return ({ directives }) => {
    const use = directives.get(directive)?.arguments;
    return use && isArgumentHurt(hurts, use, argument) ? 'surely' : 'none';
  };
}
