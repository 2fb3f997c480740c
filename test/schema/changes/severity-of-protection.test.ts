import { type ChangeCase, changesOf } from './change-case';

/** The findings of a change as `code coordinate`. */
function found(before: ChangeCase['before'], after: ChangeCase['after']): readonly string[] {
  return changesOf({ before, after, at: '' }).map(({ code, coordinate }) => `${code} ${coordinate}`);
}

const scopes = (...alternatives: readonly string[]): string =>
  `@requiresScopes(scopes: [${alternatives.map((all) => `[${all.split(' ').map((scope) => `"${scope}"`).join(', ')}]`).join(', ')}])`; // prettier-ignore

describe('protection that is lifted', () => {
  it.each([
    ['a scope of several', scopes('a b'), scopes('a'), ['SCOPES_LOOSENED T.x']],
    ['one alternative more', scopes('a'), scopes('a', 'b'), ['SCOPES_LOOSENED T.x']],
    ['all of them for any of them', scopes('a b'), scopes('a', 'b'), ['SCOPES_LOOSENED T.x']],
    ['all scopes', `@authenticated ${scopes('a')}`, '@authenticated', ['SCOPES_REMOVED T.x']],
    [
      'authentication beside scopes',
      `@authenticated ${scopes('a')}`,
      scopes('a'),
      ['AUTHENTICATED_REMOVED T.x'],
    ],
    ['one scope for another', scopes('a'), scopes('b'), ['SCOPES_LOOSENED T.x', 'SCOPES_TIGHTENED T.x']],
    [
      'scopes for a policy',
      scopes('a'),
      '@policy(policies: [["p"]])',
      ['POLICY_ADDED T.x', 'SCOPES_REMOVED T.x'],
    ],
    [
      'one policy for another',
      '@policy(policies: [["p"]])',
      '@policy(policies: [["q"]])',
      ['POLICY_LOOSENED T.x', 'POLICY_TIGHTENED T.x'],
    ],
  ])('is told and never safe: %s', (_what, before, after, expected) => {
    const change = { before: `type T { x: Int ${before} }`, after: `type T { x: Int ${after} }`, at: 'T.x' };
    expect(changesOf(change).map(({ code, coordinate }) => `${code} ${coordinate}`)).toEqual(expected);
    expect(changesOf(change).map(({ severity }) => severity)).not.toContain('safe');
  });

  it('is told when it moves from a type to fewer fields', () => {
    expect(
      found(`type T ${scopes('a')} { x: Int y: Int }`, `type T { x: Int ${scopes('a')} y: Int }`),
    ).toEqual(['SCOPES_REMOVED T', 'AUTH_RESTATED T.x']);
  });

  it('is told when one of several subgraphs that ask for the same still asks for less', () => {
    const a = `type Query { x: Int @shareable ${scopes('a')} }`;
    const b = `type Query { x: Int @shareable ${scopes('b')} }`;
    expect(found({ a, b }, { a, b: 'type Query { x: Int @shareable }' })).toEqual([
      'SCOPES_LOOSENED Query.x',
    ]);
  });
});

describe('protection that is added', () => {
  it('breaks nobody where it was asked for around it', () => {
    expect(
      found(`type T @authenticated { x: Int }`, `type T @authenticated { x: Int @authenticated }`),
    ).toEqual(['AUTH_RESTATED T.x']);
    expect(
      found(`type T { x: Int ${scopes('a')} }`, `type T { x: Int @authenticated ${scopes('a')} }`),
    ).toEqual(['AUTH_RESTATED T.x']);
    expect(
      found(`type T ${scopes('a b')} { x: Int }`, `type T ${scopes('a b')} { x: Int ${scopes('a')} }`),
    ).toEqual(['AUTH_RESTATED T.x']);
  });

  it('breaks where more is asked for than around it', () => {
    expect(
      found(`type T ${scopes('a')} { x: Int }`, `type T ${scopes('a')} { x: Int ${scopes('b')} }`),
    ).toEqual(['SCOPES_ADDED T.x']);
    expect(
      found(`type T @authenticated { x: Int }`, `type T @authenticated { x: Int ${scopes('b')} }`),
    ).toEqual(['SCOPES_ADDED T.x']);
  });

  it('is none when the same is written otherwise', () => {
    expect(
      found(`type T { x: Int ${scopes('a b', 'c')} }`, `type T { x: Int ${scopes('c', 'b a')} }`),
    ).toEqual([]);
  });

  it('is no change of something that is new or gone', () => {
    expect(found('type T { x: Int }', `type T { x: Int y: Int ${scopes('a')} }`)).toEqual([
      'FIELD_ADDED T.y',
    ]);
    expect(found(`type T { x: Int y: Int ${scopes('a')} }`, 'type T { x: Int }')).toEqual([
      'FIELD_REMOVED T.y',
    ]);
  });

  it('says for people what is asked for', () => {
    const [change] = changesOf({
      before: 'type T { x: Int }',
      after: `type T { x: Int ${scopes('a b', 'c')} }`,
      at: 'T.x',
    });
    expect(change?.message).toBe('T.x asks for the scopes a and b, or c now.');
  });
});
