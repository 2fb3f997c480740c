import fc from 'fast-check';
import { filterContract } from '../../../gateway/supergraph/contracts/filter-contract';
import { buildSupergraph } from '../../../gateway/supergraph/supergraph';
import { apiCoordinates } from '../../../schema/changes/federation/api-coordinates';
import { compose } from '../../kit/plans';

/** Where tags may stand in the graph below, each with what it is in. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'Query': [], 'Query.t': ['Query'], 'Query.n': ['Query'], 'Query.u': ['Query'], 'Query.e': ['Query'],
  'Query.t(i:)': ['Query.t', 'Query'], 'Query.e(s:)': ['Query.e', 'Query'],
  'T': [], 'T.x': ['T'], 'T.y': ['T'], 'T.k': ['T'], 'N': [], 'N.x': ['N'],
  'P': [], 'P.x': ['P'], 'P.t': ['P'], 'K': [], 'K.id': ['K'], 'K.z': ['K'],
  'U': [], 'E': [], 'E.A': ['E'], 'E.B': ['E'], 'I': [], 'I.a': ['I'], 'I.b': ['I'], 'S': [],
}; // prettier-ignore

type Tags = Readonly<Record<string, readonly string[]>>;

const tags: fc.Arbitrary<Tags> = fc.record(
  Object.fromEntries(
    Object.keys(PLACES).map((place) => [
      place,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        { weight: 2, arbitrary: fc.constant(['p']) },
        { weight: 1, arbitrary: fc.subarray(['p', 'q', 'x']) },
      ),
    ]),
  ),
);

function graph(given: Tags): string {
  const at = (place: string): string => (given[place] ?? []).map((tag) => `@tag(name: "${tag}")`).join(' ');
  return compose({
    a: `
      type Query ${at('Query')} {
        t(i: I ${at('Query.t(i:)')}): T ${at('Query.t')} n: N ${at('Query.n')} u: [U] ${at('Query.u')}
        e(s: S ${at('Query.e(s:)')}): E ${at('Query.e')}
      }
      interface N ${at('N')} { x: Int ${at('N.x')} }
      type T implements N ${at('T')} { x: Int ${at('T.x')} y: E ${at('T.y')} k: K ${at('T.k')} }
      type P implements N ${at('P')} { x: Int ${at('P.x')} t: T ${at('P.t')} }
      type K @key(fields: "id") ${at('K')} { id: ID! ${at('K.id')} z: S ${at('K.z')} }
      union U ${at('U')} = T | P
      enum E ${at('E')} { A ${at('E.A')} B ${at('E.B')} }
      input I ${at('I')} { a: Int ${at('I.a')} b: S ${at('I.b')} }
      scalar S ${at('S')}`,
  });
}

const tagsAround = (given: Tags, place: string): readonly string[] =>
  [place, ...(PLACES[place] ?? [])].flatMap((each) => given[each] ?? []);

const isTaggedType = (given: Tags, type: string): boolean =>
  Object.keys(PLACES).some(
    (place) => new RegExp(`^${type}(\\.|$)`).test(place) && given[place]?.length !== 0,
  );

test('on generated tags, a contract shows nothing with an excluded tag, and of tagged types and entities only what is included', () => {
  let made = 0;
  fc.assert(
    fc.property(tags, fc.subarray(['p', 'q']), fc.subarray(['x']), (given, include, exclude) => {
      const sdl = graph(given);
      const { supergraph, errors } = filterContract(sdl, { include, exclude });
      expect(supergraph === null).toBe(errors.length > 0);
      if (supergraph === null) return;
      made += 1;
      const all = apiCoordinates(buildSupergraph(sdl, {}, { defer: false }).clientSchema);
      const shown = apiCoordinates(buildSupergraph(supergraph, {}, { defer: false }).clientSchema);
      expect([...shown].filter((coordinate) => !all.has(coordinate))).toEqual([]);
      for (const coordinate of Object.keys(PLACES).filter((place) => shown.has(place))) {
        const carried = tagsAround(given, coordinate);
        expect(exclude.filter((tag) => carried.includes(tag))).toEqual([]);
        const [type = ''] = coordinate.split('.');
        if (include.length === 0 || !coordinate.includes('.') || !(isTaggedType(given, type) || type === 'K'))
          continue;
        const inside = Object.keys(PLACES).filter(
          (place) => place.startsWith(`${coordinate}(`) && shown.has(place),
        );
        const reasons = [coordinate, ...inside].flatMap((place) => tagsAround(given, place));
        expect(include.some((tag) => reasons.includes(tag))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
  // Most contracts by chance are none; those that are must be many enough to say something.
  expect(made).toBeGreaterThan(5);
}, 120_000);
