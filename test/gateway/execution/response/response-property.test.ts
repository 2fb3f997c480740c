import * as fc from 'fast-check';
import { NoUnusedVariablesRule, parse, specifiedRules, validate, type GraphQLFormattedError } from 'graphql';
import { compileWriter } from '../../../../gateway/execution/response/compile-writer';
import { completeResponse } from '../../../../gateway/execution/response/complete-response';
import { type ResponseShape } from '../../../../gateway/execution/response/response-shape';
import { shapeOf } from '../../../../gateway/execution/response/shape-of';
import { randomAnswer, type RandomAnswer, type Trouble } from './random-data';
import { randomOperation } from './random-operation';
import { choices, randomSchema, type Choices } from './random-schema';

const RUNS = 100;
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
        expect(errors.map(kindOf)).toEqual(expected.slice(0, 100));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([true, false])(
    'is written without anything to explain, and only then (code: %s)',
    (generatesCode) => {
      fc.assert(
        fc.property(choices, (choose) => {
          const { shape, answer } = makeWorld(choose, trouble);
          if (!answer.failures.isEmpty) return;
          const { data, errors } = completeResponse(shape, answer.data, answer.failures);
          const write = compileWriter(shape, { generatesCode });
          const expected = errors.length === 0 ? JSON.stringify({ data }) : undefined;
          expect(write?.(answer.data, false)).toBe(expected);
          // Twice: what one answer taught the writer must not show in the next.
          expect(write?.(answer.data, isPlain(data))).toBe(expected);
        }),
        { numRuns: RUNS },
      );
    },
  );
});

function makeWorld(choose: Choices, trouble: Trouble): { shape: ResponseShape; answer: RandomAnswer } {
  const schema = randomSchema(choose);
  const document = parse(randomOperation(schema, choose));
  expect(validate(schema, document, RULES)).toEqual([]);
  const shape = shapeOf(schema, document, undefined, { yes: true, no: false });
  return { shape, answer: randomAnswer(schema, document, choose, trouble) };
}

/** Where an error is and what it is about, in words that both sides share. */
function kindOf({ message, path }: GraphQLFormattedError): string {
  const isShared = /^failure|^Cannot return null/.test(message);
  return `${(path ?? []).join('.')}: ${isShared ? message : 'wrong'}`;
}

/** Whether subgraphs could have sent the data without a backslash. */
function isPlain(data: unknown): boolean {
  return !JSON.stringify(data).includes('\\');
}
