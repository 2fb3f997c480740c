import * as fc from 'fast-check';
import { NoUnusedVariablesRule, parse, specifiedRules, validate, type GraphQLFormattedError } from 'graphql';
import { completeResponse } from '../../../../gateway/execution/response/complete-response';
import { shapeOf } from '../../../../gateway/execution/response/shape-of';
import { randomAnswer, type RandomAnswer, type Trouble } from './random-data';
import { choices, randomOperation, randomSchema } from './random-world';

const RUNS = 150;
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);

describe.each<[string, Trouble]>([
  ['without trouble', { nulls: 0, wrong: 0, failed: 0 }],
  ['with nulls where none may be', { nulls: 12, wrong: 0, failed: 0 }],
  ['with wrong types and failures', { nulls: 25, wrong: 15, failed: 20 }],
])('a random answer %s', (_, trouble) => {
  it('is completed as graphql-js completes it', () => {
    fc.assert(
      fc.property(choices, (choose) => {
        const { shape, answer } = makeWorld(choose, trouble);
        const { data, errors } = completeResponse(shape, answer.data, answer.failures);
        expect(JSON.stringify(data)).toBe(JSON.stringify(answer.expected.data));
        const expected = (answer.expected.errors ?? []).map((error) => kindOf(error.toJSON()));
        // Answers show the first hundred.
        expect(errors.map(kindOf)).toEqual(expected.slice(0, 100));
      }),
      { numRuns: RUNS },
    );
  });
});

function makeWorld(
  choose: Parameters<typeof randomSchema>[0],
  trouble: Trouble,
): { shape: ReturnType<typeof shapeOf>; answer: RandomAnswer } {
  const schema = randomSchema(choose);
  const operation = randomOperation(schema, choose);
  const document = parse(operation);
  expect(validate(schema, document, RULES)).toEqual([]);
  const shape = shapeOf(schema, document, undefined, { yes: true, no: false });
  return { shape, answer: randomAnswer(schema, document, choose, trouble) };
}

/** Where an error is and what it is about, in words that both sides share. */
function kindOf({ message, path }: GraphQLFormattedError): string {
  const isOwn = /^failure|^Cannot return null/.test(message);
  return `${(path ?? []).join('.')}: ${isOwn ? message : 'wrong'}`;
}
