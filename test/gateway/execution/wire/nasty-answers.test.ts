import { NUMBERS, OTHERS, TEXTS } from './json-values';
import { entities, startWireWorld, type Reply, type WireWorld } from './wire-world';

/**
 * Whatever subgraphs answer: what is made of their bytes is what the exact engine makes of them, and nothing is asked twice.
 */
let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.close());

async function expectTheSame(query: string, replies: Readonly<Record<string, Reply>>): Promise<void> {
  world.replies = replies;
  const [first, ...others] = await world.askFiveTimes(query);
  for (const { answer, requests } of others) {
    expect(answer.text).toBe(first?.answer.text);
    expect(requests).toEqual(first?.requests);
  }
}

const LEAVES =
  '{ item { name count ratio isOn color json jsons tags grid sure serial part { label size } parts { size } } }';

const item = (members: string): string => `{"data":{"item":{${members}}}}`;
const GOOD: Readonly<Record<string, string>> = {
  name: '"n"',
  count: '1',
  ratio: '0.5',
  isOn: 'true',
  color: '"RED"',
  json: '{"a":[1]}',
  jsons: '[1,"x",null,{"y":2}]',
  tags: '["a","b"]',
  grid: '[[1,null],null,[]]',
  sure: '"s"',
  serial: '"9"',
  part: '{"label":null,"size":1}',
  parts: '[{"size":1},null,{"size":2}]',
};

function withMembers(others: Readonly<Record<string, string | undefined>>): string {
  const members = Object.entries({ ...GOOD, ...others });
  return item(
    members.flatMap(([key, value]) => (value === undefined ? [] : [`"${key}":${value}`])).join(','),
  );
}

// All values of all kinds of leaves are looked at in scan-leaf.test.ts.
const VALUES = [...NUMBERS.slice(0, 12), ...TEXTS.slice(0, 12), ...OTHERS];

test.each(['parts', 'jsons', 'grid', 'serial'])('any value of "%s" is answered the same', async (key) => {
  for (const value of VALUES) await expectTheSame(LEAVES, { items: withMembers({ [key]: value }) });
});

const WHOLE: readonly (readonly [string, string | Buffer])[] = [
  ['a good answer', withMembers({})],
  ['missing keys', withMembers({ name: undefined, part: undefined, sure: undefined })],
  ['a missing nullable key', withMembers({ name: undefined })],
  ['extra keys', withMembers({ extra: '1', __proto__x: '{}' })],
  ['a member called __proto__', withMembers({ ['__proto__']: '{"name":"evil"}' }).replace('__', '__')],
  [
    'keys in another order',
    item(
      Object.keys(GOOD)
        .reverse()
        .map((key) => `"${key}":${GOOD[key]}`)
        .join(','),
    ),
  ],
  ['a key twice', item(`"name":"first",${withMembers({}).slice('{"data":{"item":{'.length, -3)}`)],
  ['an object twice', item(`"part":null,${withMembers({}).slice('{"data":{"item":{'.length, -3)}`)],
  ['an escaped key', withMembers({}).replace('"name"', '"n\\u0061me"')],
  ['a byte order mark', `\ufeff${withMembers({})}`],
  ['white space everywhere', withMembers({}).replace(/[{}[\],:]/g, ' \r\n\t$& \r\n\t')],
  ['white space that is none', withMembers({}).replace(/,/g, '\u00a0,')],
  ['a vertical tab', withMembers({}).replace(/,/g, '\v,')],
  ['invalid UTF-8', Buffer.from(withMembers({ name: '"\u0080x"' }), 'latin1')],
  [
    'an encoded surrogate',
    Buffer.concat([
      Buffer.from('{"data":{"item":{"name":"'),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('"}}}'),
    ]),
  ],
  [
    'an overlong sequence',
    Buffer.concat([Buffer.from('{"data":{"item":{"name":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}}}')]),
  ],
  ['nothing', ''],
  ['white space', ' '],
  ['no object', '[]'],
  ['an empty object', '{}'],
  ['data null', '{"data":null}'],
  ['data null with errors', '{"data":null,"errors":[{"message":"m","path":["item"]}]}'],
  ['empty data', '{"data":{}}'],
  ['data that is a list', '{"data":[]}'],
  ['an item that is null', '{"data":{"item":null}}'],
  ['an item that is a list', '{"data":{"item":[]}}'],
  ['an item that is a text', '{"data":{"item":"x"}}'],
  ['an empty item', '{"data":{"item":{}}}'],
  ['errors: []', withMembers({}).replace(/}$/, ',"errors":[]}')],
  ['errors: null', withMembers({}).replace(/}$/, ',"errors":null}')],
  ['errors before data', `{"errors":[{"message":"m"}],${withMembers({}).slice(1)}`],
  [
    'errors with data',
    withMembers({ name: 'null' }).replace(/}$/, ',"errors":[{"message":"m","path":["item","name"]}]}'),
  ],
  ['extensions', withMembers({}).replace(/}$/, ',"extensions":{"cost":[1,{"a":"}"}]}}')],
  ['extensions before data', `{"extensions":{},${withMembers({}).slice(1)}`],
  ['extensions: null', withMembers({}).replace(/}$/, ',"extensions":null}')],
  ['broken extensions', withMembers({}).replace(/}$/, ',"extensions":{"a":}}')],
  ['extensions twice', withMembers({}).replace(/}$/, ',"extensions":1,"extensions":2}')],
  ['two data', withMembers({}).replace(/}$/, ',"data":null}')],
  ['something behind it', `${withMembers({})}x`],
  ['two answers', `${withMembers({})}${withMembers({})}`],
  ['a comma too many', withMembers({}).replace(/}}}$/, ',}}}')],
  ['no commas', withMembers({}).replace(',', ' ')],
  ['an end too early', withMembers({}).slice(0, -1)],
  ['deep nesting in a scalar', withMembers({ json: '['.repeat(2_000) + ']'.repeat(2_000) })],
  ['nesting where none is expected', withMembers({ name: '['.repeat(50_000) })],
  [
    'nesting in extensions',
    withMembers({}).replace(/}$/, `,"extensions":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
  ],
];

test.each(WHOLE)('%s: all answers are the same', async (_name, reply) => {
  await expectTheSame(LEAVES, { items: reply });
});

const NODES =
  '{ node { id ... on Item { name } ... on Box { depth } } thing { ... on Box { id } } things { __typename } }';
const nodes = (node: string): string =>
  `{"data":{"node":${node},"thing":null,"things":[{"__typename":"Box"},null,{"__typename":"Item"}]}}`;

test.each([
  ['an item', '{"__typename":"Item","id":"1","name":"n"}'],
  ['a box', '{"__typename":"Box","id":"1","depth":2}'],
  ['the type last', '{"id":"1","depth":2,"__typename":"Box"}'],
  ['no type', '{"id":"1"}'],
  ['a null type', '{"__typename":null,"id":"1"}'],
  ['the interface', '{"__typename":"Node","id":"1"}'],
  ['an unknown type', '{"__typename":"Nobody","id":"1"}'],
  ['an inaccessible type', '{"__typename":"Hidden","id":"1"}'],
  ['an impossible type', '{"__typename":"Part","id":"1"}'],
  ['two types', '{"__typename":"Item","__typename":"Box","id":"1","depth":1}'],
  ['the same type twice', '{"__typename":"Box","__typename":"Box","id":"1","depth":1}'],
  ['an escaped type', '{"__typename":"\\u0042ox","id":"1","depth":1}'],
  ['keys of another type', '{"__typename":"Box","id":"1","name":"n","depth":1}'],
  ['an integer as ID', '{"__typename":"Box","id":17,"depth":1}'],
  ['a large integer as ID', '{"__typename":"Box","id":9007199254740993,"depth":1}'],
  ['a float as ID', '{"__typename":"Box","id":1.5,"depth":1}'],
  ['an exponent as ID', '{"__typename":"Box","id":1e3,"depth":1}'],
  ['a boolean as ID', '{"__typename":"Box","id":true,"depth":1}'],
  ['null as ID', '{"__typename":"Box","id":null,"depth":1}'],
])('an abstract place with %s is answered the same', async (_name, node) => {
  await expectTheSame(NODES, { items: nodes(node) });
});

const HOPS = '{ list { name price firm maker { title city } } other { price related { id note } } }';
const list = (...ids: readonly string[]): string =>
  `{"data":{"list":[${ids.map((id) => (id === 'null' ? id : `{"__typename":"Item","id":${id},"name":"n"}`)).join(',')}],` +
  '"other":{"__typename":"Item","id":"1"}}}';
const PRICES = entities(({ id }) => ({
  price: '5',
  firm: '"f"',
  note: 'null',
  maker: `{"__typename":"Maker","id":${JSON.stringify(id)},"title":"t"}`,
  related: `[{"id":"1","note":null},{"id":${JSON.stringify(id)},"note":"n"}]`,
}));
const CITY = entities(({ id }) => ({ city: JSON.stringify(`city of ${String(id)}`) }));

test.each([
  ['one', '"1"'],
  ['equal ones', '"1"', '"1"', '"2"', '"1"'],
  ['nulls', 'null', '"1"', 'null'],
  ['none'],
  ['keys as integers', '1', '"1"', '2'],
  ['keys that need escaping', '"\\"\\\\\\n"', '"\\u0022\\\\\\u000a"', '"é"', '"\\u00e9"'],
  ['a null key', '"1"', 'null ', '"2"'],
])('a list of %s is completed the same', async (_name, ...ids) => {
  await expectTheSame(HOPS, { items: list(...ids), prices: PRICES, makers: CITY });
});

test.each([
  ['null', 'null'],
  ['empty', '{}'],
  ['a text', '"x"'],
  ['a list', '[]'],
  ['nulls', '{"price":null,"firm":null,"maker":null}'],
  ['without what must be', '{"price":1,"maker":null}'],
  ['another type', '{"__typename":"Box","price":1,"firm":"f","maker":null}'],
  ['broken', '{"price":'],
])('entities that are %s are answered the same', async (_name, price) => {
  await expectTheSame(HOPS, {
    items: list('"1"', '"2"', '"1"'),
    prices: entities(() => price),
    makers: CITY,
  });
});

test.each([
  ['no entities', '{"data":{}}'],
  ['null entities', '{"data":{"_entities":null,"e0":null,"e1":null}}'],
  ['too few', '{"data":{"_entities":[],"e0":[],"e1":[]}}'],
  [
    'too many',
    '{"data":{"_entities":[null,null,null,null],"e0":[null,null,null,null],"e1":[null,null,null]}}',
  ],
  ['data null', '{"data":null}'],
  ['data null and an error', '{"data":null,"errors":[{"message":"m"}]}'],
  ['an error and no data', '{"errors":[{"message":"m","path":["_entities",0,"price"]}]}'],
  ['no JSON', 'oops'],
])('a subgraph that answers %s is asked the same again', async (_name, reply) => {
  await expectTheSame(HOPS, { items: list('"1"', '"2"'), prices: reply, makers: CITY });
  await expectTheSame(HOPS, { items: list('"1"', '"2"'), prices: PRICES, makers: reply });
});

test.each([900, 1_001, 8_000, 200_000])(
  'a custom scalar that is %i levels deep fails no request, and does so each time',
  async (levels) => {
    const json = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    world.replies = { items: withMembers({ json }) };
    const answers = await world.askFiveTimes(LEAVES);
    const [first] = answers;
    expect(answers.map(({ answer }) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.map(({ answer }) => answer.text)).toEqual(answers.map(() => first?.answer.text));
    expect(first?.answer.text).not.toContain('stack');
    expect(first?.answer.text).toContain('"name":"n"');
    expect(first?.answer.text.includes('"errors"')).toBe(levels > 1_000);
  },
);
