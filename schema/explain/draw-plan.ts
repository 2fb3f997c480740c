import { type ExplainedPart, type ExplainedRequest } from './explained-request';
import { xmlText } from '../report/xml-text';

/** What is drawn. */
export interface PlanPicture {
  readonly title: string;
  readonly subtitle: string;
  readonly requests: readonly ExplainedRequest[];
}

const MARGIN = 24;
const HEADING = 92;
const BOX_WIDTH = 300;
const COLUMN_GAP = 96;
const ROW_GAP = 24;
const LINE_HEIGHT = 18;
const HEAD_HEIGHT = 30;
const PADDING = 10;
/** Characters of a line, and lines of the fields of a part: the rest is counted. */
const LINE_CHARACTERS = 38;
const FIELD_LINES = 4;

/** Dark enough for white letters, and far enough from each other. */
const COLOURS = [
  '#1f5fa8', '#9a3b1b', '#2e7d32', '#6a3d9a', '#7a6000', '#00727a', '#a3195b', '#4a4a4a',
] as const; // prettier-ignore

/**
 * A plan as an SVG picture: a box for each request in the column of its level, and an arrow to it from each one that it waits
 * for. Deferred requests have dashed borders; each subgraph has its colour.
 */
export function drawPlan({ title, subtitle, requests }: PlanPicture): string {
  const boxes = placeBoxes(requests);
  const right = Math.max(...boxes.map(({ x }) => x + BOX_WIDTH), 560);
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height), HEADING);
  const [width, height] = [right + MARGIN, bottom + MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12">`,
    `<title>${xmlText(title)}</title>`,
    `<desc>${xmlText(subtitle)}</desc>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(MARGIN, MARGIN + 12, title, 'font-size="16" font-weight="bold" fill="#111"'),
    text(MARGIN, MARGIN + 34, subtitle, 'fill="#444"'),
    ...levelsOf(requests).map((level) =>
      text(columnOf(level), HEADING - 12, `level ${level}`, 'fill="#777" font-size="11"'),
    ),
    ...drawArrows(boxes),
    ...boxes.map((box) => drawBox(box, colourOf(box.request.subgraph, requests))),
    '</svg>',
    '',
  ].join('\n');
}

interface Box {
  readonly request: ExplainedRequest;
  readonly lines: readonly BoxLine[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

interface BoxLine {
  readonly text: string;
  readonly isPlace: boolean;
}

function placeBoxes(requests: readonly ExplainedRequest[]): readonly Box[] {
  const nextY = new Map<number, number>();
  return requests.map((request) => {
    const lines = request.parts.flatMap(partLines);
    const height = HEAD_HEIGHT + PADDING * 2 + lines.length * LINE_HEIGHT;
    const y = nextY.get(request.level) ?? HEADING;
    nextY.set(request.level, y + height + ROW_GAP);
    return { request, lines, x: columnOf(request.level), y, height };
  });
}

function columnOf(level: number): number {
  return MARGIN + (level - 1) * (BOX_WIDTH + COLUMN_GAP);
}

function levelsOf(requests: readonly ExplainedRequest[]): readonly number[] {
  return [...new Set(requests.map(({ level }) => level))].sort((left, right) => left - right);
}

function partLines({ path, fields, conditions }: ExplainedPart): BoxLine[] {
  const when = conditions.length > 0 ? ` if ${conditions.join(' and ')}` : '';
  // Of a long path the end tells most.
  const place = path === '' ? 'root' : `at ${path}`;
  return [
    { text: shortenStart(place + when), isPlace: true },
    ...wrap(fields).map((line) => ({ text: `  ${line}`, isPlace: false })),
  ];
}

function wrap(fields: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, field] of fields.entries()) {
    const last = lines.at(-1);
    const joined = last === undefined ? field : `${last}, ${field}`;
    if (last !== undefined && joined.length <= LINE_CHARACTERS - 2) lines[lines.length - 1] = joined;
    else if (lines.length === FIELD_LINES) return [...lines, `and ${fields.length - index} more`];
    else lines.push(shortenEnd(field));
  }
  return lines;
}

function shortenEnd(line: string): string {
  return line.length <= LINE_CHARACTERS - 2 ? line : `${line.slice(0, LINE_CHARACTERS - 3)}…`;
}

function shortenStart(line: string): string {
  return line.length <= LINE_CHARACTERS ? line : `…${line.slice(1 - LINE_CHARACTERS)}`;
}

function drawBox({ request, lines, x, y, height }: Box, colour: string): string {
  const { number, subgraph, isDeferred } = request;
  const border = isDeferred ? ' stroke-dasharray="6 4"' : '';
  const name = shortenEnd(`${number}  ${subgraph}${isDeferred ? ' (deferred)' : ''}`);
  return [
    '<g>',
    `<rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${height}" rx="6" fill="#fafafa" stroke="${colour}" stroke-width="1.5"${border}/>`,
    `<path d="M${x} ${y + HEAD_HEIGHT} v${6 - HEAD_HEIGHT} a6 6 0 0 1 6 -6 h${BOX_WIDTH - 12} a6 6 0 0 1 6 6 v${HEAD_HEIGHT - 6} z" fill="${colour}"/>`,
    text(x + PADDING, y + 20, name, 'fill="#fff" font-weight="bold" font-size="13"'),
    ...lines.map((line, index) =>
      text(
        x + PADDING,
        y + HEAD_HEIGHT + PADDING + 12 + index * LINE_HEIGHT,
        line.text,
        line.isPlace ? 'fill="#111"' : 'fill="#555"',
      ),
    ),
    '</g>',
  ].join('\n');
}

/** Behind the boxes, from the right side of the one to the left side of the other. */
function drawArrows(boxes: readonly Box[]): string[] {
  const byNumber = new Map(boxes.map((box) => [box.request.number, box]));
  return boxes.flatMap((box) =>
    box.request.after.flatMap((number) => {
      const from = byNumber.get(number);
      if (!from) return [];
      const [startX, startY] = [from.x + BOX_WIDTH, from.y + HEAD_HEIGHT / 2];
      const [endX, endY] = [box.x - 2, box.y + HEAD_HEIGHT / 2];
      const bend = COLUMN_GAP / 2;
      return `<path d="M${startX} ${startY} C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}" fill="none" stroke="#555" stroke-width="1.5" marker-end="url(#tip)"/>`;
    }),
  );
}

function colourOf(subgraph: string, requests: readonly ExplainedRequest[]): string {
  const names = [...new Set(requests.map((request) => request.subgraph))].sort();
  return COLOURS[names.indexOf(subgraph) % COLOURS.length] ?? COLOURS[0];
}

function text(x: number, y: number, content: string, style: string): string {
  return `<text x="${x}" y="${y}" ${style} xml:space="preserve">${xmlText(content)}</text>`;
}
