import { parse, print } from 'graphql';
import { withoutConstantConditions } from '../../../../gateway/planning/workarounds/without-constant-conditions';

function text(operation: string): string {
  return print(withoutConstantConditions(parse(operation)))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

test('what a constant excludes is gone, and what it includes is unconditional', () => {
  expect(text('{ a @include(if: true) b @include(if: false) c @skip(if: true) d @skip(if: false) }')).toBe(
    '{ a d }',
  );
});

test('conditions on variables stay', () => {
  expect(text('query ($v: Boolean!) { a @include(if: $v) @skip(if: false) { b } }')).toBe(
    'query ($v: Boolean!) { a @include(if: $v) { b } }',
  );
});

test('a selection of which nothing is left asks for the type, so that its object is there', () => {
  expect(text('{ a { b @skip(if: true) } }')).toBe('{ a { gateway__typename: __typename } }');
});

test('fragments and variables that nobody uses any more are gone, too', () => {
  const operation =
    'query ($v: Boolean!) { a ...F @skip(if: true) } fragment F on Query { b @include(if: $v) }';
  expect(text(operation)).toBe('{ a }');
});

test('a document without such conditions stays the same value', () => {
  const document = parse('query ($v: Boolean!) { a @include(if: $v) ...F } fragment F on Query { b }');
  expect(withoutConstantConditions(document)).toBe(document);
});
