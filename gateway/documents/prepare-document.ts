import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { clientError, RequestRefused } from '../errors';
import { checkDocument } from '../limits/check-document';
import { checkDocumentSize } from '../limits/document-size';
import { type LimitValues } from '../limits/limit-values';
import { checkTokens } from '../limits/tokens';
import { shorten } from '../support/shorten';
import { deferRule } from './defer-rule';
import { weighText, type DocumentCache, type KnownText, type PreparedDocument } from './document-cache';
import { finiteFloatsRule } from './finite-floats-rule';
import { checkIntrospectionWork } from './introspection-work';
import { reservedNamesRule } from './reserved-names-rule';
import { withoutSuggestion } from './without-suggestion';

/** What a document is checked against. */
export interface DocumentRules {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly cache: DocumentCache;
  readonly limits: LimitValues;
  /** Names the limits, so that a document that one caller may send is not taken as checked for another. */
  readonly tier: 'public' | 'internal';
}

/**
 * The valid document behind `text`. Each step is cheaper than the next and shields it: size,
 * tokens, parse, static limits, validation. Throws RequestRefused; the refusal is remembered like the success.
 */
export function prepareDocument(text: string, rules: DocumentRules): { readonly document: DocumentNode } {
  checkDocumentSize(text, rules.limits.documentBytes);
  const prepared = rules.cache.get(text)?.[rules.tier] ?? remember(text, rules);
  if ('refusal' in prepared) throw prepared.refusal;
  return prepared;
}

function remember(text: string, rules: DocumentRules): PreparedDocument {
  const prepared = checkText(text, rules);
  const known: KnownText = { ...rules.cache.get(text), [rules.tier]: prepared };
  rules.cache.set(text, known, weighText(text, known));
  return prepared;
}

function checkText(text: string, rules: DocumentRules): PreparedDocument {
  try {
    checkTokens(text, rules.limits.tokens);
    const document = parseDocument(text);
    checkDocument(document, rules.limits);
    validateDocument(document, rules);
    checkIntrospectionWork(document, rules.schema);
    return { document };
  } catch (error) {
    if (error instanceof RequestRefused) return { refusal: error };
    throw error;
  }
}

function parseDocument(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const locations = error.locations ?? [];
    throw new RequestRefused('GRAPHQL_PARSE_FAILED', { message: shorten(error.message), locations });
  }
}

/** One error may be about thousands of places, such as that one argument is given so often. */
const MAX_LOCATIONS = 10;

function validateDocument(document: DocumentNode, { schema, introspection, limits }: DocumentRules): void {
  const rules: ValidationRule[] = [...specifiedRules, reservedNamesRule, finiteFloatsRule, deferRule];
  if (!introspection) rules.push(NoSchemaIntrospectionCustomRule);
  const errors = validate(schema, document, rules, { maxErrors: limits.validationErrors });
  if (errors.length === 0) return;
  throw new RequestRefused('GRAPHQL_VALIDATION_FAILED', {
    errors: errors.map((error) =>
      clientError('GRAPHQL_VALIDATION_FAILED', {
        message: shorten(introspection ? error.message : withoutSuggestion(error.message)),
        locations: (error.locations ?? []).slice(0, MAX_LOCATIONS),
      }),
    ),
  });
}
