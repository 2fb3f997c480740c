import { openByteEngine, type AnswerRequest, type ByteEngine } from './byte-engine';

const SCHEMAS = {
  a: `type Query { items(first: Int): [Item] }
      type Item @key(fields: "id") { id: ID! name: String }`,
  b: 'type Item @key(fields: "id") { id: ID! price: Int maker: Maker } type Maker @key(fields: "id") { id: ID! }',
  c: 'type Item @key(fields: "id") { id: ID! stock: Int }',
  d: 'type Maker @key(fields: "id") { id: ID! city: String }',
};
const QUERY = '{ items { name price stock maker { city } } }';
const ITEMS =
  '{"data":{"items":[{"__typename":"Item","id":"1","name":"n"},{"__typename":"Item","id":"2","name":"m"}]}}';
const PRICES =
  '{"data":{"_entities":[{"price":1,"maker":{"__typename":"Maker","id":"7"}},{"price":2,"maker":null}]}}';

/** Answers as if all is well, and what `others` say for some subgraphs. */
function answers(others: Readonly<Record<string, () => string | Promise<string>>> = {}): AnswerRequest {
  const all: typeof others = {
    a: () => ITEMS,
    b: () => PRICES,
    c: () => '{"data":{"_entities":[{"stock":3},{"stock":4}]}}',
    d: () => '{"data":{"_entities":[{"city":"x"}]}}',
    ...others,
  };
  return (subgraph) => all[subgraph]?.() ?? '';
}

interface Opened {
  readonly engine: ByteEngine;
  /** From now on subgraphs answer so. */
  use(others: Parameters<typeof answers>[0]): void;
}

function open(): Opened {
  let current = answers();
  const engine = openByteEngine(SCHEMAS, (subgraph, body) => current(subgraph, body));
  return { engine, use: (others) => void (current = answers(others)) };
}

/** What the exact engine answers: a plan that has not run before. */
async function exactly(others: Parameters<typeof answers>[0], limit?: number): Promise<string> {
  const { engine, use } = open();
  use(others);
  return (await engine.run(QUERY, {}, limit)).text;
}

const REQUESTS = 4;

test('an answer is made of bytes from the fourth run of a plan on', async () => {
  const { engine } = open();
  const runs = [];
  for (let run = 0; run < 6; run += 1) runs.push(await engine.run(QUERY));
  expect(runs.map(({ isBytes }) => isBytes)).toEqual([false, false, false, true, true, true]);
  expect(new Set(runs.map(({ text }) => text)).size).toBe(1);
});

test.each(['a', 'b', 'c', 'd'])('errors of %s are told, and nobody is asked twice', async (name) => {
  const { engine, use } = open();
  await engine.warm(QUERY);
  const others = { [name]: () => '{"data":null,"errors":[{"message":"m"}]}' };
  use(others);
  const { text, isBytes } = await engine.run(QUERY);
  expect(isBytes).toBe(false);
  expect(text).toBe(await exactly(others));
  expect(engine.sent).toHaveLength(new Set(engine.sent).size);
  expect(engine.accepted()).toBe(engine.sent.length);
});

test('requests that are on their way when it gives up are waited for, not sent again', async () => {
  const { engine, use } = open();
  await engine.warm(QUERY);
  const others = {
    b: () => new Promise<string>((resolve) => setTimeout(() => resolve(PRICES), 30)),
    c: () => '{"data":{"_entities":[null,{"stock":null}],"more":1}}',
  };
  use(others);
  const { text } = await engine.run(QUERY);
  expect(text).toBe(await exactly(others));
  expect(engine.sent).toHaveLength(REQUESTS);
  expect(new Set(engine.sent).size).toBe(REQUESTS);
  expect(engine.accepted()).toBe(REQUESTS);
});

test('a failure that nobody expected is logged and answered like the exact engine does', async () => {
  const { engine, use } = open();
  await engine.warm(QUERY);
  const others = {
    b: (): string => {
      throw new TypeError('a defect');
    },
  };
  use(others);
  expect((await engine.run(QUERY)).text).toBe(await exactly(others));
  expect(engine.logs.join('')).toContain('a defect');
});

test('more entities than allowed are refused like the exact engine does', async () => {
  for (const limit of [0, 1, 3, 4]) {
    const { engine } = open();
    await engine.warm(QUERY);
    expect((await engine.run(QUERY, {}, limit)).text).toBe(await exactly({}, limit));
  }
  const { engine } = open();
  await engine.warm(QUERY);
  expect((await engine.run(QUERY, {}, 5)).isBytes).toBe(true);
  expect((await engine.run(QUERY, {}, 4)).isBytes).toBe(false);
});

test('what fails often is left to the exact engine for a while, and tried again', async () => {
  const { engine, use } = open();
  await engine.warm(QUERY);
  use({ c: () => '{"data":{"_entities":[{"stock":3},{"stock":4}]},"errors":[]}' });
  for (let run = 0; run < 32; run += 1) expect((await engine.run(QUERY)).isBytes).toBe(false);
  use({});
  const kinds: boolean[] = [];
  for (let run = 0; run < 300; run += 1) kinds.push((await engine.run(QUERY)).isBytes);
  const firstBytes = kinds.indexOf(true, 1);
  expect(kinds.slice(1, firstBytes)).toHaveLength(255);
  expect(kinds.slice(firstBytes).every(Boolean)).toBe(true);
});

test('fifty at once with variables of their own never mix', async () => {
  const query = 'query Some($first: Int) { items(first: $first) { name price } }';
  const engine = openByteEngine(SCHEMAS, async (subgraph, body) => {
    // A request of the gateway.
    const { variables } = JSON.parse(body) as {
      readonly variables: {
        readonly first: number;
        readonly representations: readonly { readonly id: string }[];
      };
    };
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    if (subgraph === 'a') {
      const { first } = variables;
      const items = Array.from({ length: first }, (_, index) => {
        return `{"__typename":"Item","id":"${first}-${index % 7}","name":"${'x'.repeat(first)}"}`;
      });
      return `{"data":{"items":[${items.join()}]}}`;
    }
    const prices = variables.representations.map(({ id }) => `{"price":${id.replace('-', '00')}}`);
    return `{"data":{"_entities":[${prices.join()}]}}`;
  });
  await engine.warm(query, { first: 3 });
  const numbers = Array.from({ length: 50 }, (_, index) => index * 3 + 1);
  const answered = await Promise.all(numbers.map((first) => engine.run(query, { first })));
  answered.forEach(({ text, isBytes }, index) => {
    const first = numbers[index] ?? 0;
    expect(isBytes).toBe(true);
    expect(JSON.parse(text)).toEqual({
      data: {
        items: Array.from({ length: first }, (_, item) => ({
          name: 'x'.repeat(first),
          price: Number(`${first}00${item % 7}`),
        })),
      },
    });
  });
});

test('an answer for which all memory has to grow is the same', async () => {
  const query = '{ items { name price maker { city } } }';
  const count = 9_000;
  const list = (item: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => item(index)).join();
  const engine = openByteEngine(SCHEMAS, (subgraph, body) => {
    if (subgraph === 'a')
      return `{"data":{"items":[${list((index) => `{"__typename":"Item","id":"${index}","name":"${'é'.repeat(index % 90)}"}`)}]}}`;
    if (subgraph === 'b')
      return `{"data":{"_entities":[${list((index) => `{"price":${index},"maker":{"__typename":"Maker","id":"${index % 900}"}}`)}]}}`;
    const makers = [...body.matchAll(/"id":"(\d+)"/g)].map(([, id]) => `{"city":"c${id}"}`);
    return `{"data":{"_entities":[${makers.join()}]}}`;
  });
  const first = await engine.run(query);
  await engine.run(query);
  await engine.run(query);
  const fourth = await engine.run(query);
  expect([first.isBytes, fourth.isBytes]).toEqual([false, true]);
  expect(fourth.text === first.text).toBe(true);
  expect(engine.sent.slice(-3)).toEqual(engine.sent.slice(0, 3));
});
