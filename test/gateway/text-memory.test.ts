import { parametersFromBody } from '../../gateway/http/request-parameters';
import { TextMemory } from '../../gateway/support/text-memory';

test('a text is decided about once while it comes again and again', () => {
  const decided: string[] = [];
  const memory = new TextMemory((text) => decided.push(text) > 1);
  expect([memory.of('a'), memory.of('b'), memory.of('a'), memory.of('b')]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(decided).toEqual(['a', 'b']);
});

test('made-up texts, and long ones, fill no memory', () => {
  let decisions = 0;
  const memory = new TextMemory(() => (decisions += 1));
  for (let count = 0; count < 10_000; count += 1) memory.of(`text ${count}`);
  const long = 'x'.repeat(10_000);
  memory.of(long);
  memory.of(long);
  expect(decisions).toBe(10_002);
  memory.of('text 0');
  expect(decisions).toBe(10_003);
});

test('a body that was read under a wide limit is not let through a narrow one', () => {
  const body = '{"query":"{ a }","extensions":{"deep":[[[]]]}}';
  expect(parametersFromBody(body, 10)).toMatchObject({ query: '{ a }', variables: {} });
  expect(() => parametersFromBody(body, 3)).toThrow('nested more than 3 levels');
  expect(parametersFromBody(body, 10)).toBe(parametersFromBody(body, 20));
});
