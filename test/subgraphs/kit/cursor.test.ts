import fc from 'fast-check';
import { createCursorCodec, type CursorScope, stableJson } from '../../../subgraphs/kit/cursor';

const codec = createCursorCodec('secret');
const scope: CursorScope = { connection: 'Query.devices', filter: { popId: 'p1' }, caller: 'billing/' };

describe('a cursor', () => {
  it('comes back as the key it was made of', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value), (key) => {
        expect(codec.decode(scope, codec.encode(scope, key))).toEqual(key);
      }),
    );
  });

  it.each([
    ['another connection', { ...scope, connection: 'Query.images' }],
    ['another filter', { ...scope, filter: { popId: 'p2' } }],
    ['another tenant', { ...scope, caller: 'portal/pub-1' }],
  ])('is refused by %s', (_name, other) => {
    expect(() => codec.decode(other, codec.encode(scope, ['a']))).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_CURSOR' } }),
    );
  });

  it('is refused when it was made with another secret', () => {
    const foreign = createCursorCodec('other').encode(scope, ['a']);
    expect(() => codec.decode(scope, foreign)).toThrow('Expected a cursor that this connection returned');
  });

  it('is refused after any change of one character', () => {
    const cursor = codec.encode(scope, ['dev-000001', 7]);
    fc.assert(
      fc.property(fc.nat(cursor.length - 2), fc.constantFrom('A', 'z', '9', '.', '%'), (at, letter) => {
        fc.pre(cursor[at] !== letter);
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        expect(() => codec.decode(scope, changed)).toThrow();
      }),
    );
  });

  it.each(['', '.', 'a', 'a.b.c', '\0', '💥', 'null'])('is refused when it is %j', (text) => {
    expect(() => codec.decode(scope, text)).toThrow(expect.objectContaining({ name: 'GraphQLError' }));
  });
});

describe('stable JSON', () => {
  it('does not depend on the order of keys or on absent values', () => {
    expect(stableJson({ b: 1, a: [{ d: 1, c: undefined }] })).toBe(stableJson({ a: [{ d: 1 }], b: 1 }));
  });

  it('tells apart what is different', () => {
    expect(stableJson({ a: [1, 2] })).not.toBe(stableJson({ a: [2, 1] }));
  });
});
