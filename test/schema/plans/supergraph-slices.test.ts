import { type GraphVersion } from '../../../schema/check/graph-version';
import { createSupergraphSlices } from '../../../schema/plans/supergraph-slices';
import { checkPlans } from '../../../schema/plans/compare-plans';
import { collectUse } from '../../../schema/usage/collect-use';
import { selectRecorded } from '../../../schema/usage/validity';
import { composedVersion, ownSubgraphs } from '../../kit/composed-version';
import { recorded } from '../../kit/recorded';
import { recordedOperations } from '../../bench/check/recorded-operations';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@tag", "@override", "@inaccessible", "@context", "@fromContext"
])\n`;

const BASE = {
  a: `${LINK}
    interface Node { id: ID! }
    type Query { box: Box node: Node }
    type Box implements Node @key(fields: "id") @key(fields: "maker { code }") { id: ID! size: Int weight: Int maker: Maker @shareable }
    type Maker @shareable { code: ID! }
    type Other { x: Int }`,
  b: `${LINK}
    type Box @key(fields: "id") { id: ID! weight: Int @external price: Int @requires(fields: "weight") label: String maker: Maker @shareable }
    type Maker @shareable { code: ID! }
    type Query { other: String }`,
};

function slice(version: GraphVersion, document: string): string | undefined {
  const selected = selectRecorded(recorded(document));
  if (!selected) throw new Error('no operation');
  return createSupergraphSlices(version.supergraph).sliceFor(
    collectUse(version.api, selected.document, selected.operation),
  );
}

function isSame(document: string, name: keyof typeof BASE, from: string, to: string): boolean {
  const candidate = composedVersion({ ...BASE, [name]: BASE[name].replace(from, to) });
  return slice(composedVersion(BASE), document) === slice(candidate, document);
}

describe('what the plan of an operation depends on', () => {
  // prettier-ignore
  it.each([
    ['{ box { size } }', 'a', 'x: Int', 'x: Int y: Int'],
    ['{ box { size } }', 'b', 'label: String', 'label: Int'],
    ['{ box { size } }', 'a', 'size: Int', '"Said." size: Int @tag(name: "t") @deprecated(reason: "old")'],
    ['{ node { id } }', 'a', 'size: Int', 'size: Float'],
  ] as const)('is the same for %s when in %s "%s" becomes "%s"', (document, name, from, to) => {
    expect(isSame(document, name, from, to)).toBe(true);
  });

  // prettier-ignore
  it.each([
    ['{ box { size } }', 'a', 'size: Int', 'size: Float'],
    ['{ box { price } }', 'b', '@requires(fields: "weight")', '@requires(fields: "weight size") size: Int @external'],
    ['{ box { size } }', 'b', 'type Box @key(fields: "id")', 'type Box @key(fields: "id") @key(fields: "maker { code }")'],
    ['{ box { size } }', 'a', 'code: ID!', 'code: ID'],
    ['{ node { id } }', 'a', 'type Other {', 'type Other implements Node { id: ID!'],
    ['{ box { label } }', 'a', 'size: Int', 'size: Int label: String @override(from: "b")'],
  ] as const)('is not for %s when in %s "%s" becomes "%s"', (document, name, from, to) => {
    expect(isSame(document, name, from, to)).toBe(false);
  });

  it('cannot be told where values come from a context', () => {
    const version = composedVersion({
      a: `${LINK} type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! v: String u: U }
        type U @key(fields: "id") { id: ID! f(x: String @fromContext(field: "$c { v }")): Int }`,
    });
    expect(slice(version, '{ t { id } }')).toBeUndefined();
  });

  it('is judged well on the own graph: the same plans as when all are planned', async () => {
    const subgraphs = ownSubgraphs();
    const base = composedVersion(subgraphs);
    const replaced = (name: string, from: RegExp, to: string): Record<string, string> => ({
      [name]: (subgraphs[name] ?? '').replace(from, to),
    });
    const candidate = composedVersion({
      ...subgraphs,
      ...replaced('images', /^type Image\b[^{]*{/m, '$&\n  novel: String'),
      ...replaced('placements', /^type Placement\b[^{]*{/m, '$&\n  novel: Int'),
    });
    const operations = recordedOperations(process.cwd(), 60);
    const quick = await checkPlans(base, candidate, operations);
    expect(quick).toEqual(await checkPlans(base, candidate, operations, { planAll: true }));
    expect(quick.plans.length).toBeGreaterThan(50);
  }, 60_000);
});
