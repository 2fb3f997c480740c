import {
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
} from 'graphql';

/** What a supergraph calls the directives that the workarounds read: `@link` and `@core` may rename specifications. */
export interface SpecificationNames {
  readonly joinGraph: string;
  readonly joinType: string;
  readonly joinField: string;
  readonly joinImplements: string;
  readonly joinUnionMember: string;
  readonly joinEnumValue: string;
  readonly context: string;
}

/** Reads the names off the links of a supergraph's schema definition (specs.apollo.dev/link). */
export function specificationNames(document: DocumentNode): SpecificationNames {
  const links = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  const join = aliasOf(links, 'join');
  return {
    joinGraph: `${join}__graph`,
    joinType: `${join}__type`,
    joinField: `${join}__field`,
    joinImplements: `${join}__implements`,
    joinUnionMember: `${join}__unionMember`,
    joinEnumValue: `${join}__enumValue`,
    context: aliasOf(links, 'context'),
  };
}

/** The value of one argument of a directive; undefined when it is absent. */
export function argumentOf(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((candidate) => candidate.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}

/** The value of a text argument of a directive; undefined when it is absent or no text. */
export function textArgumentOf(directive: DirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return typeof value === 'string' ? value : undefined;
}

function aliasOf(links: readonly ConstDirectiveNode[], specification: string): string {
  const prefix = `https://specs.apollo.dev/${specification}/`;
  for (const link of links) {
    // `@core` of the first supergraphs says `feature` where `@link` says `url`.
    const url = textArgumentOf(link, 'url') ?? textArgumentOf(link, 'feature');
    if (url?.startsWith(prefix)) {
      return importedAlias(link, specification) ?? textArgumentOf(link, 'as') ?? specification;
    }
  }
  return specification;
}

function importedAlias(link: ConstDirectiveNode, name: string): string | undefined {
  const imports = argumentOf(link, 'import');
  if (!Array.isArray(imports)) return undefined;
  for (const entry of imports as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) continue;
    // Checked to be an object; its members are checked below.
    const { name: imported, as } = entry as { readonly name?: unknown; readonly as?: unknown };
    if (imported === `@${name}` && typeof as === 'string') return as.replace(/^@/, '');
  }
  return undefined;
}
