import { execute, type DocumentNode } from 'graphql';
import { type OpenWorld } from '../world/open-world';
import { type RunData } from '../world/subgraph-schema';
import { answerErrors, type Answer } from './answer';

/** What one schema over all the data answers. */
export async function wholeAnswer(
  { whole }: OpenWorld,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  run: RunData,
): Promise<Answer> {
  const result = await execute({ schema: whole, document, variableValues: variables, contextValue: run });
  return {
    data: JSON.stringify(result.data),
    errors: answerErrors(result.errors?.map((error) => error.toJSON())),
  };
}
