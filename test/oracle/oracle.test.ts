import { checkOverHttp } from './check-http';
import { fuzzWorld, noFigures, type FuzzFinding } from './fuzz';
import { generateWorld } from './generate-case';

/** The same worlds each time; `npm run fuzz` tries others. */
const FIRST_SEED = 1;
const WORLDS = Number(process.env.ORACLE_WORLDS ?? 80);
const OPERATIONS = 10;
const MUTANTS = 20;

jest.setTimeout(60_000 + WORLDS * 10_000);

function shown({ seed, finding, case: { operation, data } }: FuzzFinding): string {
  const asked = JSON.stringify(operation.variables);
  return [
    `seed ${seed}: ${finding.kind}`,
    finding.text,
    operation.document,
    asked,
    JSON.stringify(data),
  ].join('\n');
}

describe('the gateway over generated graphs', () => {
  it('answers generated operations as one schema over the same data does, byte for byte', async () => {
    const figures = noFigures();
    const findings: FuzzFinding[] = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed += 1) {
      findings.push(...(await fuzzWorld(seed, OPERATIONS, figures)));
    }
    expect(findings.map(shown)).toEqual([]);
    // A comparison in which nothing is written or everything is refused would say nothing.
    expect(figures.written).toBeGreaterThan(figures.operations / 2);
    expect(figures.bytes).toBeGreaterThan(figures.operations / 3);
    expect(figures.tooComplex).toBeLessThan(figures.operations / 20);
  });

  it.each([70, 82])('answers over HTTP whatever is made of its operations (seed %i)', async (seed) => {
    const findings = await checkOverHttp(generateWorld(seed, OPERATIONS), seed, MUTANTS);
    expect(findings).toEqual([]);
  });
});
