import { COLORS, type FieldModel, type Model } from './model';

const FEDERATION = [
  ...['@key', '@external', '@requires', '@provides', '@shareable', '@override'],
  ...['@interfaceObject', '@inaccessible', '@tag'],
];

/** What every subgraph may use for leaves and arguments. */
const COMMON = `
scalar JSON
enum Color { ${COLORS.join(' ')} }
input Filter { limit: Int = 2 text: String colors: [Color!] inner: Filter flags: [[Boolean]] any: JSON }
`;

/** The schema of one subgraph of a model. */
export function printSubgraph(model: Model, subgraph: string): string {
  const parts = [
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${FEDERATION.map((name) => `"${name}"`).join(', ')}])`,
    COMMON,
    printFields('type Query', model.queries, subgraph),
    printFields('type Mutation', model.mutations, subgraph),
  ];
  for (const { name, in: declared, fields } of model.objects) {
    const head = declared[subgraph];
    if (head !== undefined) parts.push(printFields(`type ${name} ${head}`, fields, subgraph));
  }
  for (const { name, fields, in: declared, heads, objectIn } of model.interfaces) {
    const names = declared[subgraph];
    const own = objectIn[subgraph];
    const head = heads[subgraph] ?? '';
    if (own) parts.push(printFields(`type ${name} ${head}`, own, subgraph));
    else if (names) {
      const declarations = fields.filter((field) => names.includes(field.name)).map(declarationOf);
      parts.push(`interface ${name} ${head} { ${declarations.join(' ')} }`);
    }
  }
  for (const { name, in: declared } of model.unions) {
    const members = declared[subgraph];
    if (members && members.length > 0) parts.push(`union ${name} = ${members.join(' | ')}`);
  }
  return parts.filter((part) => part !== '').join('\n');
}

function printFields(head: string, fields: readonly FieldModel[], subgraph: string): string {
  const lines = fields.flatMap((field) => {
    const directives = field.in[subgraph];
    return directives === undefined ? [] : [`  ${declarationOf(field)} ${directives}`.trimEnd()];
  });
  return lines.length === 0 ? '' : `${head} {\n${lines.join('\n')}\n}`;
}

function declarationOf({ name, arguments: declared, type }: FieldModel): string {
  return `${name}${declared}: ${type}`;
}
