import {
  baseType,
  FEDERATION_OPERATION_FIELDS,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type Directive,
  type DirectiveDefinition,
  type NamedType,
  type Schema,
  type SchemaElement,
  type Type,
} from '@apollo/federation-internals';
import { stableText } from '../stable-text';

/** One use of a directive, under the name that its specification gives it. */
export interface Application {
  /** Apollo's own name (`key`, `join__field`), whatever the document calls it; `@name` for a directive of users. */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** As it is written. */
  readonly text: string;
}

/** One element of a schema and what is applied to it. */
export interface ElementFacts {
  readonly coordinate: string;
  readonly name: string;
  /** The coordinate of what contains it; null for a type. */
  readonly parent: string | null;
  /** Its type as SDL writes it; null for a type and an enum value. */
  readonly type: string | null;
  /** Whether it is, returns or takes a type with fields. */
  readonly isComposite: boolean;
  readonly applications: readonly Application[];
}

/** All elements of a schema by coordinate, in the schema's order, and what is applied to the schema itself. */
export interface SchemaSnapshot {
  readonly elements: ReadonlyMap<string, ElementFacts>;
  readonly applications: readonly Application[];
  /** What users define as directives, by name, as SDL in one spelling. */
  readonly directives: ReadonlyMap<string, string>;
}

/** Reads a supergraph or a subgraph. What specifications add to it is left out. */
export function snapshotOf(schema: Schema): SchemaSnapshot {
  const elements = new Map<string, ElementFacts>();
  for (const type of schema.types()) {
    if (FEDERATION_TYPES.has(type.name) || schema.coreFeatures?.sourceFeature(type)) continue;
    for (const facts of typeFacts(type)) elements.set(facts.coordinate, facts);
  }
  return {
    elements,
    applications: applicationsOf(schema.schemaDefinition),
    directives: directivesOf(schema),
  };
}

function directivesOf(schema: Schema): ReadonlyMap<string, string> {
  const own = schema.directives().filter((directive) => {
    const identity = schema.coreFeatures?.sourceFeature(directive)?.feature.url.identity;
    return identity === undefined ? !UNLINKED.has(directive.name) : !identity.startsWith(APOLLO);
  });
  return new Map(own.map((directive) => [directive.name, printDirective(directive)]));
}

function printDirective(directive: DirectiveDefinition): string {
  const given = directive
    .arguments()
    .map(
      ({ name, type, defaultValue }) => `${name}: ${String(type)} = ${stableText(defaultValue) ?? 'none'}`,
    );
  return `${given.sort().join(', ')} ${directive.repeatable} ${[...directive.locations].sort().join(' | ')}`;
}

const FEDERATION_TYPES = new Set(['_Any', '_Entity', '_Service', '_FieldSet', 'FieldSet']);

function* typeFacts(type: NamedType): Iterable<ElementFacts> {
  yield facts(type, null, null, isCompositeType(type) || isInputObjectType(type));
  if (isEnumType(type)) {
    for (const value of type.values) yield facts(value, type.name, null, false);
  } else if (isInputObjectType(type)) {
    for (const field of type.fields()) yield typedFacts(field, type.name);
  } else if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of type.fields()) {
      if (FEDERATION_OPERATION_FIELDS.includes(field.name)) continue;
      yield typedFacts(field, type.name);
      for (const argument of field.arguments()) yield typedFacts(argument, field.coordinate);
    }
  }
}

interface Located {
  readonly name: string;
  readonly coordinate: string;
}

function typedFacts(element: Located & { readonly type?: Type | undefined }, parent: string): ElementFacts {
  // A schema that was built has a type for each field and argument.
  const type = element.type as Type;
  const named = baseType(type);
  return facts(element, parent, type.toString(), isCompositeType(named) || isInputObjectType(named));
}

function facts(
  element: Located,
  parent: string | null,
  type: string | null,
  isComposite: boolean,
): ElementFacts {
  const { name, coordinate } = element;
  return { coordinate, name, parent, type, isComposite, applications: applicationsOf(element) };
}

function applicationsOf(element: unknown): readonly Application[] {
  // The package's elements are generic over their parents, which do not matter here.
  return (element as SchemaElement<never, never>).appliedDirectives.map((directive) => ({
    name: canonicalName(directive),
    args: directive.arguments(),
    text: directive.toString(),
  }));
}

const APOLLO = 'https://specs.apollo.dev/';
/** Their directives have names that mean something else elsewhere. */
const WRITING_SPECIFICATIONS = new Set(['join', 'link', 'core']);
/** What subgraphs of the first federation use without linking anything. */
const UNLINKED = new Set(['key', 'external', 'requires', 'provides', 'extends', 'tag', 'inaccessible']);
const BY_GRAPHQL = new Set(['deprecated', 'specifiedBy', 'oneOf']);

function canonicalName(directive: Directive<never>): string {
  const { name } = directive;
  if (BY_GRAPHQL.has(name)) return name;
  const features = directive.schema().coreFeatures;
  if (!features) return UNLINKED.has(name) ? name : `@${name}`;
  const source = features.sourceFeature(directive);
  const identity = source?.feature.url.identity ?? '';
  if (!source?.nameInFeature || !identity.startsWith(APOLLO)) return `@${name}`;
  const specification = identity.slice(APOLLO.length);
  return WRITING_SPECIFICATIONS.has(specification)
    ? `${specification}__${source.nameInFeature}`
    : source.nameInFeature;
}

/** The applications of one directive to an element; none when there is no such element. */
export function applied(
  element: Pick<ElementFacts, 'applications'> | undefined,
  name: string,
): readonly Application[] {
  return element?.applications.filter((application) => application.name === name) ?? [];
}
