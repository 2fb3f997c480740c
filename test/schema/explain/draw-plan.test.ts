import { drawPlan } from '../../../schema/explain/draw-plan';
import { type ExplainedRequest } from '../../../schema/explain/explained-request';

function request(number: number, more: Partial<ExplainedRequest> = {}): ExplainedRequest {
  const parts = [{ path: '', fields: ['a'], conditions: [] }];
  return { number, subgraph: 'boxes', level: 1, after: [], isDeferred: false, parts, ...more };
}

function draw(...requests: ExplainedRequest[]): string {
  return drawPlan({ title: 'query A', subtitle: 'so many', requests });
}

/** The texts of a picture, in order. */
function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

describe('the picture of a plan', () => {
  it('has a box for each request with its places and fields', () => {
    const parts = [
      { path: '', fields: ['a', 'b'], conditions: [] },
      { path: 'a.@.c', fields: ['T.d'], conditions: ['$x', 'not $y'] },
    ];
    expect(texts(draw(request(1, { parts })))).toEqual([
      'query A', 'so many', 'level 1', '1  boxes', 'root', '  a, b', 'at a.@.c if $x and not $y', '  T.d',
    ]); // prettier-ignore
  });

  it('has an arrow for each wait, from box to box', () => {
    const svg = draw(request(1), request(2), request(3, { level: 2, after: [1, 2] }));
    expect(svg.match(/marker-end/g)).toHaveLength(2);
    expect(svg).toContain('<path d="M324 107 C372 107 370 107 418 107"');
  });

  it('puts boxes of a level below each other, and levels beside each other', () => {
    const svg = draw(request(1), request(2), request(3, { level: 2 }));
    const boxes = [...svg.matchAll(/<rect x="(\d+)" y="(\d+)" width="300" height="(\d+)"/g)];
    expect(boxes.map(([, x, y]) => [Number(x), Number(y)])).toEqual([
      [24, 92],
      [24, 202],
      [420, 92],
    ]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="744" height="312"/);
  });

  it('gives each subgraph a colour, the same for all of its requests', () => {
    const svg = draw(request(1), request(2, { subgraph: 'other' }), request(3));
    const colours = [...svg.matchAll(/fill="#fafafa" stroke="(#\w+)"/g)].map(([, colour]) => colour);
    expect(colours[0]).toBe(colours[2]);
    expect(colours[0]).not.toBe(colours[1]);
  });

  it('has colours for more subgraphs than there are colours', () => {
    const many = Array.from({ length: 20 }, (_, index) => request(index + 1, { subgraph: `s${index}` }));
    expect(draw(...many).match(/stroke="#[0-9a-f]{6}" stroke-width="1.5"\/>/g)).toHaveLength(20);
  });

  it('shows what is deferred', () => {
    const svg = draw(request(1, { isDeferred: true }));
    expect(svg).toContain('stroke-dasharray');
    expect(texts(svg)).toContain('1  boxes (deferred)');
  });

  it('shortens what does not fit: the start of a path, the end of a name, and many fields', () => {
    const path = `start.${'x'.repeat(60)}.end`;
    const fields = ['y'.repeat(60), ...Array.from({ length: 100 }, (_, index) => `field${index}`)];
    const shown = texts(
      draw(request(1, { parts: [{ path, fields, conditions: [] }], subgraph: 'z'.repeat(60) })),
    );
    expect(shown.every((line) => line.length <= 40)).toBe(true);
    expect(shown).toEqual(
      expect.arrayContaining([expect.stringMatching(/^….*\.end$/), expect.stringMatching(/^ {2}y+…$/)]),
    );
    expect(shown.at(-1)).toMatch(/^ {2}and \d+ more$/);
  });

  it('is XML whatever a name holds', () => {
    const svg = drawPlan({
      title: '<script>&"\'',
      subtitle: 'a\u0000b\u{1f600}\ud800',
      requests: [
        request(1, { subgraph: '</text>', parts: [{ path: '<&>', fields: ['"'], conditions: [] }] }),
      ],
    });
    expect(svg).toContain('&lt;script&gt;&amp;&quot;&apos;');
    expect(svg).toContain('a\u{fffd}b\u{1f600}\u{fffd}<');
    expect(texts(svg)).toEqual(expect.arrayContaining(['1  &lt;/text&gt;', 'at &lt;&amp;&gt;', '  &quot;']));
  });

  it('may have no box', () => {
    expect(texts(draw())).toEqual(['query A', 'so many']);
  });
});
