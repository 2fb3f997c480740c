import { type Severity } from '../check/check-result';

/** What a code says, and how much it asks of clients when everything is used. */
export interface ChangeCodeDefinition {
  readonly severity: Severity;
  readonly meaning: string;
}

const breaking = (meaning: string): ChangeCodeDefinition => ({ severity: 'breaking', meaning });
const dangerous = (meaning: string): ChangeCodeDefinition => ({ severity: 'dangerous', meaning });
const safe = (meaning: string): ChangeCodeDefinition => ({ severity: 'safe', meaning });

/**
 * All codes of changes. A code has one severity: where two degrees matter there are two codes. The first two groups are
 * graphql-js's own (`findBreakingChanges`, `findDangerousChanges`) and mean what they mean there. The rule for the others:
 *
 * - breaking: an operation that was answered may be refused now, or its answer no longer has the promised shape;
 * - dangerous: every operation is still answered, but with other data, by other services, at another price, or to other
 *   people than before, so somebody should look;
 * - safe: no operation can tell.
 *
 * Protection that is lifted breaks no operation but opens data, which nobody should do by the way: where a requirement is
 * gone or weaker, the change is stopped as a break is, until somebody approves it.
 */
// prettier-ignore
export const CHANGE_CODES = {
  TYPE_REMOVED: breaking('A type is no longer in the API'),
  TYPE_CHANGED_KIND: breaking('A type became one of another kind, for instance an object an interface'),
  TYPE_REMOVED_FROM_UNION: breaking('A type is no longer a member of a union'),
  VALUE_REMOVED_FROM_ENUM: breaking('A value is no longer in an enum'),
  REQUIRED_INPUT_FIELD_ADDED: breaking('An input has a new field that must be given'),
  IMPLEMENTED_INTERFACE_REMOVED: breaking('A type no longer implements an interface'),
  FIELD_REMOVED: breaking('A field of an object, an interface or an input is no longer in the API'),
  FIELD_CHANGED_KIND: breaking('The type of a field changed so that operations or their answers no longer fit'),
  REQUIRED_ARG_ADDED: breaking('A field has a new argument that must be given'),
  ARG_REMOVED: breaking('An argument of a field is no longer in the API'),
  ARG_CHANGED_KIND: breaking('The type of an argument changed so that values which were accepted are not'),
  DIRECTIVE_REMOVED: breaking('A directive for operations is no longer in the API'),
  DIRECTIVE_ARG_REMOVED: breaking('An argument of a directive is no longer in the API'),
  REQUIRED_DIRECTIVE_ARG_ADDED: breaking('A directive has a new argument that must be given'),
  DIRECTIVE_REPEATABLE_REMOVED: breaking('A directive may no longer be repeated at one place'),
  DIRECTIVE_LOCATION_REMOVED: breaking('A directive may no longer stand at a kind of place'),

  VALUE_ADDED_TO_ENUM: dangerous('An enum has a new value, which clients may not expect in answers'),
  TYPE_ADDED_TO_UNION: dangerous('A union has a new member, which clients may not expect in answers'),
  OPTIONAL_INPUT_FIELD_ADDED: dangerous('An input has a new field that may be left out'),
  OPTIONAL_ARG_ADDED: dangerous('A field has a new argument that may be left out'),
  IMPLEMENTED_INTERFACE_ADDED: dangerous('A type implements one more interface, whose fields may now answer with it'),
  ARG_DEFAULT_VALUE_CHANGE: dangerous('The default value of an argument changed or was removed'),

  ARG_BECAME_REQUIRED: breaking('An argument that could be left out must be given, for its default value is gone'),
  INPUT_FIELD_BECAME_REQUIRED: breaking('An input field that could be left out must be given, for its default value is gone'),
  DIRECTIVE_ARG_BECAME_REQUIRED: breaking("A directive's argument that could be left out must be given, for its default value is gone"),
  DIRECTIVE_ARG_CHANGED_KIND: breaking("The type of a directive's argument changed so that values which were accepted are not"),
  OPERATION_TYPE_CHANGED: breaking('Queries, mutations or subscriptions start at another type'),
  OPERATION_TYPE_REMOVED: breaking('Queries, mutations or subscriptions are no longer possible'),
  ONE_OF_ADDED: breaking('Exactly one field of an input must be given now'),
  ONE_OF_REMOVED: safe('Any number of fields of an input may be given now'),

  TYPE_ADDED_TO_INTERFACE: dangerous('A new type implements an interface that was there, whose fields may now answer with it'),
  ARG_DEFAULT_VALUE_ADDED: dangerous('An argument that may be left out has a default value now'),
  INPUT_FIELD_DEFAULT_VALUE_ADDED: dangerous('An input field that may be left out has a default value now'),
  INPUT_FIELD_DEFAULT_VALUE_CHANGE: dangerous('The default value of an input field changed or was removed'),
  DIRECTIVE_ARG_DEFAULT_VALUE_CHANGE: dangerous("The default value of a directive's argument changed, was added or was removed"),
  SPECIFIED_BY_CHANGED: dangerous('A scalar is specified by another document'),

  TYPE_ADDED: safe('The API has a new type'),
  FIELD_ADDED: safe('An object or interface has a new field'),
  FIELD_TYPE_TIGHTENED: safe('A field that could be null no longer is'),
  ARG_TYPE_LOOSENED: safe('An argument accepts null now'),
  ARG_BECAME_OPTIONAL: safe('An argument that had to be given may be left out, for it has a default value'),
  INPUT_FIELD_TYPE_LOOSENED: safe('An input field accepts null now'),
  INPUT_FIELD_BECAME_OPTIONAL: safe('An input field that had to be given may be left out, for it has a default value'),
  DIRECTIVE_ADDED: safe('There is a new directive for operations'),
  OPTIONAL_DIRECTIVE_ARG_ADDED: safe('A directive has a new argument that may be left out'),
  DIRECTIVE_ARG_TYPE_LOOSENED: safe("A directive's argument accepts null now"),
  DIRECTIVE_ARG_BECAME_OPTIONAL: safe("A directive's argument that had to be given may be left out, for it has a default value"),
  DIRECTIVE_LOCATION_ADDED: safe('A directive may stand at one more kind of place'),
  DIRECTIVE_REPEATABLE_ADDED: safe('A directive may be repeated at one place now'),
  OPERATION_TYPE_ADDED: safe('Mutations or subscriptions are possible now, starting at a type that was there'),
  DEPRECATION_ADDED: safe('Something is deprecated now'),
  DEPRECATION_REASON_CHANGED: safe('Something is deprecated for another reason'),
  DEPRECATION_REMOVED: safe('Something is no longer deprecated'),
  DESCRIPTION_ADDED: safe('Something is described now'),
  DESCRIPTION_CHANGED: safe('A description changed'),
  DESCRIPTION_REMOVED: safe('Something is no longer described'),
  SPECIFIED_BY_ADDED: safe('A scalar is specified by a document now'),
  SPECIFIED_BY_REMOVED: safe('A scalar is no longer specified by a document'),

  AUTHENTICATED_ADDED: breaking('Something asks for an authenticated caller now'),
  SCOPES_ADDED: breaking('Something asks for scopes now'),
  SCOPES_TIGHTENED: breaking('Something asks for other scopes, and not all who had enough of them still have'),
  POLICY_ADDED: breaking('Something is subject to policies now'),
  POLICY_TIGHTENED: breaking('Something is subject to other policies, and not all who were let in still are'),
  AUTHENTICATED_REMOVED: breaking('Something no longer asks for an authenticated caller, which may open data'),
  SCOPES_REMOVED: breaking('Something no longer asks for scopes, which may open data'),
  SCOPES_LOOSENED: breaking('Something asks for other scopes, and some who had not enough of them now have'),
  POLICY_REMOVED: breaking('Something is no longer subject to policies, which may open data'),
  POLICY_LOOSENED: breaking('Something is subject to other policies, and some who were not let in now are'),
  INACCESSIBLE_REMOVED: dangerous('Something is no longer @inaccessible, which may open data'),
  TAG_ADDED: dangerous('Something has a tag, and may enter contracts that include it or leave those that exclude it'),
  TAG_REMOVED: dangerous('Something lost a tag, and may leave contracts that include it or enter those that exclude it'),
  COST_RAISED: dangerous('Something costs more, so that operations with it may be refused'),
  LIST_SIZE_ADDED: dangerous('The length of a list is estimated by @listSize now'),
  LIST_SIZE_CHANGED: dangerous('The length of a list is estimated otherwise'),
  LIST_SIZE_REMOVED: dangerous('The length of a list is no longer estimated by @listSize'),
  KEY_CHANGED: dangerous('A type has another key in a subgraph'),
  KEY_REMOVED: dangerous('A type has one key less in a subgraph'),
  KEY_BECAME_UNRESOLVABLE: dangerous('A subgraph no longer resolves a type by one of its keys'),
  TYPE_MOVED: dangerous('A type is answered by other subgraphs than before, with all its fields'),
  FIELD_MOVED: dangerous('A field is answered by other subgraphs than before'),
  OVERRIDE_ADDED: dangerous('A subgraph answers a field in place of another'),
  OVERRIDE_CHANGED: dangerous('A subgraph answers a field in place of another than before'),
  OVERRIDE_LABEL_CHANGED: dangerous('A subgraph answers a field in place of another under another condition'),
  OVERRIDE_REMOVED: dangerous('A subgraph no longer answers a field in place of another that has it'),
  REQUIRES_ADDED: dangerous('A subgraph needs fields of others to answer a field'),
  REQUIRES_CHANGED: dangerous('A subgraph needs other fields of others to answer a field'),
  PROVIDES_CHANGED: dangerous('A subgraph answers other fields below one of its own than before'),
  PROVIDES_REMOVED: dangerous('A subgraph no longer answers fields below one of its own, so that more requests are needed'),
  INTERFACE_OBJECT_ADDED: dangerous('A subgraph adds fields to all types of an interface'),
  INTERFACE_OBJECT_REMOVED: dangerous('A subgraph no longer adds fields to all types of an interface'),
  CONTEXT_REMOVED: dangerous('A type no longer sets a context'),
  FROM_CONTEXT_ADDED: dangerous('An argument is taken from a context and no longer from clients'),
  FROM_CONTEXT_CHANGED: dangerous('An argument is taken from another context or field'),
  FROM_CONTEXT_REMOVED: dangerous('An argument is no longer taken from a context'),
  CACHE_TAG_REMOVED: dangerous('Cached answers are no longer invalidated by a cache tag'),
  COMPOSE_DIRECTIVE_REMOVED: dangerous('A subgraph no longer keeps a directive in the supergraph'),
  DIRECTIVE_APPLICATION_ADDED: dangerous('A directive of yours stands at something now'),
  DIRECTIVE_APPLICATION_CHANGED: dangerous('A directive of yours has other arguments'),
  DIRECTIVE_APPLICATION_REMOVED: dangerous('A directive of yours no longer stands at something'),
  DIRECTIVE_DEFINITION_CHANGED: dangerous('A directive of yours is defined otherwise'),
  PROTECTION_LEFT_TO_OTHERS: dangerous('A subgraph no longer protects something, and only others still do'),
  SUBGRAPH_REMOVED: dangerous('A subgraph is gone'),
  SUBGRAPH_RENAMED: dangerous('A subgraph has another name, by which configurations know it'),
  SUBGRAPH_URL_CHANGED: dangerous('A subgraph is at another address'),

  AUTH_RESTATED: safe('Something asks for what was already asked by what is around it'),
  INACCESSIBLE_ADDED: safe('Something that clients did not see is @inaccessible now'),
  COST_LOWERED: safe('Something costs less'),
  KEY_ADDED: safe('A type has one key more in a subgraph'),
  KEY_BECAME_RESOLVABLE: safe('A subgraph resolves a type by one more of its keys'),
  SHAREABLE_ADDED: safe('A subgraph lets others answer a field too'),
  SHAREABLE_REMOVED: safe('A subgraph no longer lets others answer a field, and none does'),
  EXTERNAL_ADDED: safe('A subgraph leaves a field that it knows to others'),
  EXTERNAL_REMOVED: safe('A subgraph no longer leaves a field that it knows to others'),
  OVERRIDE_RETIRED: safe('A field no longer overrides a subgraph that did not have it any more'),
  REQUIRES_REMOVED: safe('A subgraph no longer needs fields of others to answer a field'),
  PROVIDES_ADDED: safe('A subgraph answers fields below one of its own, so that fewer requests are needed'),
  CONTEXT_ADDED: safe('A type sets a context'),
  CACHE_TAG_ADDED: safe('Cached answers are invalidated by one more cache tag'),
  COMPOSE_DIRECTIVE_ADDED: safe('A subgraph keeps a directive in the supergraph'),
  DEFINED_IN_MORE_SUBGRAPHS: safe('Something comes from one more subgraph'),
  DEFINED_IN_FEWER_SUBGRAPHS: safe('Something comes from one subgraph less'),
  UNSEEN_ELEMENT_ADDED: safe('A subgraph has something new that clients do not see'),
  UNSEEN_ELEMENT_REMOVED: safe('A subgraph lost something that clients did not see'),
  SUBGRAPH_TYPE_CHANGED: safe('The type of something changed in a subgraph, and not for clients'),
  SUBGRAPH_ADDED: safe('There is a new subgraph'),
  FEDERATION_VERSION_CHANGED: safe('A subgraph uses another version of federation'),
} as const satisfies Readonly<Record<string, ChangeCodeDefinition>>;

/** One of the codes of changes. */
export type ChangeCode = keyof typeof CHANGE_CODES;
