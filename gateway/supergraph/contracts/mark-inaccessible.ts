import { type Schema } from '@apollo/federation-internals';
import {
  Kind,
  parse,
  print,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type SchemaDefinitionNode,
} from 'graphql';

const IDENTITY = 'https://specs.apollo.dev/inaccessible';

/**
 * Writes `@inaccessible` on the elements of a supergraph that are named, and links the specification (v0.2, which knows all
 * kinds of elements) under the name it has, or else under one that is free.
 */
export function markInaccessible(sdl: string, schema: Schema, coordinates: ReadonlySet<string>): string {
  const name = inaccessibleName(schema);
  const document = linkInaccessible(parse(sdl, { noLocation: true }), schema, name);
  const marked = new Set<string>();
  let owner: string[] = [];
  const mark = <T extends ASTNode>(node: T): T | undefined => {
    const coordinate = coordinateOf(node, owner);
    if (coordinate === null) return undefined;
    owner = [...owner, coordinate];
    const isDone = marked.has(coordinate) || !coordinates.has(coordinate) || isMarked(node, name);
    marked.add(coordinate);
    return isDone ? undefined : withDirective(node, name);
  };
  const leave = (node: ASTNode): void => {
    if (coordinateOf(node, owner.slice(0, -1)) !== null) owner = owner.slice(0, -1);
  };
  return `${print(visit(document, { enter: mark, leave }))}\n`;
}

function inaccessibleName(schema: Schema): string {
  const linked = schema.coreFeatures?.getByIdentity(IDENTITY)?.directiveNameInSchema('inaccessible');
  return linked ?? (schema.directive('inaccessible') ? 'hiddenByContract' : 'inaccessible');
}

/** The coordinate of a node that can be hidden, below the coordinates of what it stands in; null for any other node. */
function coordinateOf(node: ASTNode, owner: readonly string[]): string | null {
  if (!('name' in node) || !node.name) return null;
  if (/Type(Definition|Extension)$/.test(node.kind)) return node.name.value;
  const parent = owner.at(-1);
  if (parent === undefined) return null;
  if (node.kind === Kind.FIELD_DEFINITION || node.kind === Kind.ENUM_VALUE_DEFINITION) {
    return `${parent}.${node.name.value}`;
  }
  if (node.kind !== Kind.INPUT_VALUE_DEFINITION) return null;
  return parent.includes('.') ? `${parent}(${node.name.value}:)` : `${parent}.${node.name.value}`;
}

function isMarked(node: ASTNode, name: string): boolean {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  return directives.some((directive) => directive.name.value === name);
}

function withDirective<T extends ASTNode>(node: T, name: string): T {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  return { ...node, directives: [...directives, directiveNode(`@${name}`)] };
}

function directiveNode(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar S ${text}`, { noLocation: true }).definitions;
  // The text above is a scalar with one directive.
  return (definition as unknown as { directives: readonly [ConstDirectiveNode] }).directives[0];
}

const LOCATIONS =
  'FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION';

function linkInaccessible(document: DocumentNode, schema: Schema, name: string): DocumentNode {
  const [definition] = parse(`directive @${name} on ${LOCATIONS}`, { noLocation: true }).definitions;
  const others = document.definitions
    .filter((node) => node.kind !== Kind.DIRECTIVE_DEFINITION || node.name.value !== name)
    .map((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? {
            ...node,
            directives: (node.directives ?? []).filter((directive) => !linksInaccessible(directive)),
          }
        : node,
    );
  const link = linkNode(schema, name);
  return {
    ...document,
    definitions: [
      ...others.map((node) => (node.kind === Kind.SCHEMA_DEFINITION ? withLink(node, link) : node)),
      definition as DirectiveDefinitionNode,
    ],
  };
}

function withLink(node: SchemaDefinitionNode, link: ConstDirectiveNode): SchemaDefinitionNode {
  return { ...node, directives: [...(node.directives ?? []), link] };
}

function linksInaccessible(directive: ConstDirectiveNode): boolean {
  return (directive.arguments ?? []).some(
    ({ value }) => value.kind === Kind.STRING && value.value.startsWith(`${IDENTITY}/`),
  );
}

/** The first supergraphs say `@core(feature:)`, later ones `@link(url:)`; the very first know no purpose. */
function linkNode(schema: Schema, name: string): ConstDirectiveNode {
  const core = schema.coreFeatures?.coreItself;
  const linker = core?.nameInSchema ?? 'link';
  const url = core?.url.name === 'core' ? 'feature' : 'url';
  const alias = name === 'inaccessible' ? '' : `, as: "${name}"`;
  const purpose = schema.directive(linker)?.argument('for') ? ', for: SECURITY' : '';
  return directiveNode(`@${linker}(${url}: "${IDENTITY}/v0.2"${alias}${purpose})`);
}
