import { checkOperation, openBench, openData } from './check-operation';
import { parse, print } from 'graphql';
import { engineAnswer } from './answers/engine-answer';
import { type FailingCase } from './shrink/shrink-case';
import { printSubgraph } from './model/print-subgraph';
import { openWorld } from './world/open-world';
import { beginRun } from './world/subgraph-schema';
import { printPlan } from '../../gateway/planning/print-plan';

/** A failing case for people: schemas, operation, plan, what subgraphs were asked, and what is wrong about the answer. */
export async function reportCase({ case: failed, finding }: FailingCase): Promise<string> {
  const { model, operation, data } = failed;
  const bench = openBench(openWorld(model));
  const { connection, engines, world } = bench;
  const document = parse(operation.document);
  const plan = await engines.ours.planner
    .plan({ document, operationName: undefined }, engines.ours.conditions)
    .then(printPlan, String);
  connection.begin(beginRun(openData(world, data)));
  await engineAnswer(engines, engines.ours, document, operation.variables).catch(() => undefined);
  const sent = connection.sent.map(({ subgraph, body }) => `  ${subgraph} <- ${body}`);
  const { stock } = await checkOperation(bench, operation, data);
  return [
    ...model.subgraphs.map((name) => `# subgraph ${name}\n${withoutCommon(printSubgraph(model, name))}`),
    ...(model.labels.length > 0 ? [`# labels that are on: ${model.labels.join(', ')}`] : []),
    `# operation\n${print(document)}\n${JSON.stringify(operation.variables)}`,
    `# data\n${JSON.stringify(data)}`,
    `# plan\n${plan}`,
    `# subgraph requests\n${sent.join('\n')}`,
    `# ${finding.kind} (the stock executor: ${stock})\n${finding.text}`,
  ].join('\n\n');
}

/** What all subgraphs have tells nothing. */
function withoutCommon(sdl: string): string {
  return sdl
    .split('\n')
    .filter((line) => !/^(extend schema|scalar|enum|input) /.test(line) && line !== '')
    .join('\n');
}
