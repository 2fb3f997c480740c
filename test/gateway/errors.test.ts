import { clientError, ERROR_DEFINITIONS, isErrorCode } from '../../gateway/errors';

test('names that every object has are no codes', () => {
  for (const name of ['toString', 'constructor', '__proto__', 1, null, undefined])
    expect(isErrorCode(name)).toBe(false);
});

test('each code has a status that a client, a proxy or an upstream failure can have, and a sentence of its own', () => {
  const definitions = Object.values(ERROR_DEFINITIONS);
  for (const { status, message } of definitions) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(message).toMatch(/^[A-Z].*\.$/);
  }
  expect(new Set(definitions.map(({ message }) => message)).size).toBe(definitions.length);
});

test('an error holds nothing but its message, places and code', () => {
  const error = clientError('NOT_FOUND', { path: ['a', 0], locations: [{ line: 1, column: 2 }] });
  expect(error).toEqual({
    message: 'Not found.',
    path: ['a', 0],
    locations: [{ line: 1, column: 2 }],
    extensions: { code: 'NOT_FOUND' },
  });
});
