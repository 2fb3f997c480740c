import { type ChangeCase } from './change-case';

/** The smallest change of the API for each code, in SDL of one subgraph or, where subgraphs cannot say it, of the API. */
export const API_CASES = {
  TYPE_REMOVED: { before: 'type Gone { x: Int }', after: '', at: 'Gone' },
  TYPE_CHANGED_KIND: {
    before: 'type T { x: Int }',
    after: 'interface T { x: Int } type O implements T { x: Int }',
    at: 'T',
  },
  TYPE_REMOVED_FROM_UNION: {
    before: 'type A { x: Int } type B { x: Int } union U = A | B',
    after: 'type A { x: Int } type B { x: Int } union U = A',
    at: 'U',
  },
  VALUE_REMOVED_FROM_ENUM: { before: 'enum E { A B }', after: 'enum E { A }', at: 'E.B' },
  REQUIRED_INPUT_FIELD_ADDED: {
    before: 'input I { a: Int }',
    after: 'input I { a: Int b: Int! }',
    at: 'I.b',
  },
  IMPLEMENTED_INTERFACE_REMOVED: {
    before: 'interface N { x: Int } type T implements N { x: Int }',
    after: 'interface N { x: Int } type T { x: Int }',
    at: 'T',
  },
  FIELD_REMOVED: { before: 'type T { x: Int y: Int }', after: 'type T { x: Int }', at: 'T.y' },
  FIELD_CHANGED_KIND: { before: 'type T { x: Int! }', after: 'type T { x: Int }', at: 'T.x' },
  REQUIRED_ARG_ADDED: { before: 'type T { x: Int }', after: 'type T { x(a: Int!): Int }', at: 'T.x(a:)' },
  ARG_REMOVED: { before: 'type T { x(a: Int): Int }', after: 'type T { x: Int }', at: 'T.x(a:)' },
  ARG_CHANGED_KIND: {
    before: 'type T { x(a: Int): Int }',
    after: 'type T { x(a: Int!): Int }',
    at: 'T.x(a:)',
  },
  DIRECTIVE_REMOVED: { before: 'directive @d on FIELD', after: '', at: '@d' },
  DIRECTIVE_ARG_REMOVED: {
    before: 'directive @d(a: Int) on FIELD',
    after: 'directive @d on FIELD',
    at: '@d(a:)',
  },
  REQUIRED_DIRECTIVE_ARG_ADDED: {
    before: 'directive @d on FIELD',
    after: 'directive @d(a: Int!) on FIELD',
    at: '@d(a:)',
  },
  DIRECTIVE_REPEATABLE_REMOVED: {
    before: 'directive @d repeatable on FIELD',
    after: 'directive @d on FIELD',
    at: '@d',
  },
  DIRECTIVE_LOCATION_REMOVED: {
    before: 'directive @d on FIELD | QUERY',
    after: 'directive @d on FIELD',
    at: '@d',
  },

  VALUE_ADDED_TO_ENUM: { before: 'enum E { A }', after: 'enum E { A B }', at: 'E.B' },
  TYPE_ADDED_TO_UNION: {
    before: 'type A { x: Int } type B { x: Int } union U = A',
    after: 'type A { x: Int } type B { x: Int } union U = A | B',
    at: 'U',
  },
  OPTIONAL_INPUT_FIELD_ADDED: {
    before: 'input I { a: Int }',
    after: 'input I { a: Int b: Int! = 1 }',
    at: 'I.b',
  },
  OPTIONAL_ARG_ADDED: { before: 'type T { x: Int }', after: 'type T { x(a: Int): Int }', at: 'T.x(a:)' },
  IMPLEMENTED_INTERFACE_ADDED: {
    before: 'interface N { x: Int } type T { x: Int }',
    after: 'interface N { x: Int } type T implements N { x: Int }',
    at: 'T',
  },
  ARG_DEFAULT_VALUE_CHANGE: {
    before: 'type T { x(a: Int = 1): Int }',
    after: 'type T { x(a: Int = 2): Int }',
    at: 'T.x(a:)',
  },

  ARG_BECAME_REQUIRED: {
    before: 'type T { x(a: Int! = 1): Int }',
    after: 'type T { x(a: Int!): Int }',
    at: 'T.x(a:)',
  },
  INPUT_FIELD_BECAME_REQUIRED: { before: 'input I { a: Int! = 1 }', after: 'input I { a: Int! }', at: 'I.a' },
  DIRECTIVE_ARG_BECAME_REQUIRED: {
    before: 'directive @d(a: Int! = 1) on FIELD',
    after: 'directive @d(a: Int!) on FIELD',
    at: '@d(a:)',
  },
  DIRECTIVE_ARG_CHANGED_KIND: {
    before: 'directive @d(a: Int) on FIELD',
    after: 'directive @d(a: String) on FIELD',
    at: '@d(a:)',
  },
  OPERATION_TYPE_CHANGED: {
    api: true,
    before: 'schema { query: A } type A { x: Int } type B { x: Int }',
    after: 'schema { query: B } type A { x: Int } type B { x: Int }',
    at: 'A',
  },
  OPERATION_TYPE_REMOVED: {
    api: true,
    before: 'schema { query: A mutation: B } type A { x: Int } type B { x: Int }',
    after: 'schema { query: A } type A { x: Int } type B { x: Int }',
    at: 'B',
  },
  ONE_OF_ADDED: { api: true, before: 'input I { a: Int }', after: 'input I @oneOf { a: Int }', at: 'I' },
  ONE_OF_REMOVED: { api: true, before: 'input I @oneOf { a: Int }', after: 'input I { a: Int }', at: 'I' },

  TYPE_ADDED_TO_INTERFACE: {
    before: 'interface N { x: Int }',
    after: 'interface N { x: Int } type T implements N { x: Int }',
    at: 'T',
  },
  ARG_DEFAULT_VALUE_ADDED: {
    before: 'type T { x(a: Int): Int }',
    after: 'type T { x(a: Int = 1): Int }',
    at: 'T.x(a:)',
  },
  INPUT_FIELD_DEFAULT_VALUE_ADDED: {
    before: 'input I { a: Int }',
    after: 'input I { a: Int = 1 }',
    at: 'I.a',
  },
  INPUT_FIELD_DEFAULT_VALUE_CHANGE: {
    before: 'input I { a: [Int!] = [1] }',
    after: 'input I { a: [Int!] = [1, 2] }',
    at: 'I.a',
  },
  DIRECTIVE_ARG_DEFAULT_VALUE_CHANGE: {
    before: 'directive @d(a: Int = 1) on FIELD',
    after: 'directive @d(a: Int = 2) on FIELD',
    at: '@d(a:)',
  },
  SPECIFIED_BY_CHANGED: {
    api: true,
    before: 'scalar S @specifiedBy(url: "https://a.test")',
    after: 'scalar S @specifiedBy(url: "https://b.test")',
    at: 'S',
  },

  TYPE_ADDED: { before: '', after: 'type T { x: Int }', at: 'T' },
  FIELD_ADDED: { before: 'type T { x: Int }', after: 'type T { x: Int y: Int }', at: 'T.y' },
  FIELD_TYPE_TIGHTENED: { before: 'type T { x: [Int] }', after: 'type T { x: [Int!]! }', at: 'T.x' },
  ARG_TYPE_LOOSENED: {
    before: 'type T { x(a: Int!): Int }',
    after: 'type T { x(a: Int): Int }',
    at: 'T.x(a:)',
  },
  ARG_BECAME_OPTIONAL: {
    before: 'type T { x(a: Int!): Int }',
    after: 'type T { x(a: Int! = 1): Int }',
    at: 'T.x(a:)',
  },
  INPUT_FIELD_TYPE_LOOSENED: { before: 'input I { a: [Int!] }', after: 'input I { a: [Int] }', at: 'I.a' },
  INPUT_FIELD_BECAME_OPTIONAL: { before: 'input I { a: Int! }', after: 'input I { a: Int! = 1 }', at: 'I.a' },
  DIRECTIVE_ADDED: { before: '', after: 'directive @d on FIELD', at: '@d' },
  OPTIONAL_DIRECTIVE_ARG_ADDED: {
    before: 'directive @d on FIELD',
    after: 'directive @d(a: Int) on FIELD',
    at: '@d(a:)',
  },
  DIRECTIVE_ARG_TYPE_LOOSENED: {
    before: 'directive @d(a: Int!) on FIELD',
    after: 'directive @d(a: Int) on FIELD',
    at: '@d(a:)',
  },
  DIRECTIVE_ARG_BECAME_OPTIONAL: {
    before: 'directive @d(a: Int!) on FIELD',
    after: 'directive @d(a: Int! = 1) on FIELD',
    at: '@d(a:)',
  },
  DIRECTIVE_LOCATION_ADDED: {
    before: 'directive @d on FIELD',
    after: 'directive @d on FIELD | QUERY',
    at: '@d',
  },
  DIRECTIVE_REPEATABLE_ADDED: {
    before: 'directive @d on FIELD',
    after: 'directive @d repeatable on FIELD',
    at: '@d',
  },
  OPERATION_TYPE_ADDED: {
    api: true,
    before: 'schema { query: A } type A { x: Int } type B { x: Int }',
    after: 'schema { query: A subscription: B } type A { x: Int } type B { x: Int }',
    at: 'B',
  },
  DEPRECATION_ADDED: {
    before: 'type T { x: Int y: Int }',
    after: 'type T { x: Int y: Int @deprecated(reason: "use x") }',
    at: 'T.y',
  },
  DEPRECATION_REASON_CHANGED: {
    before: 'enum E { A B @deprecated }',
    after: 'enum E { A B @deprecated(reason: "use A") }',
    at: 'E.B',
  },
  DEPRECATION_REMOVED: {
    before: 'input I { a: Int b: Int @deprecated }',
    after: 'input I { a: Int b: Int }',
    at: 'I.b',
  },
  DESCRIPTION_ADDED: { before: 'scalar S', after: '"what" scalar S', at: 'S' },
  DESCRIPTION_CHANGED: {
    before: 'type T { x("what" a: Int): Int }',
    after: 'type T { x("why" a: Int): Int }',
    at: 'T.x(a:)',
  },
  DESCRIPTION_REMOVED: { before: 'enum E { "what" A }', after: 'enum E { A }', at: 'E.A' },
  SPECIFIED_BY_ADDED: {
    api: true,
    before: 'scalar S',
    after: 'scalar S @specifiedBy(url: "https://a.test")',
    at: 'S',
  },
  SPECIFIED_BY_REMOVED: {
    api: true,
    before: 'scalar S @specifiedBy(url: "https://a.test")',
    after: 'scalar S',
    at: 'S',
  },
} as const satisfies Readonly<Record<string, ChangeCase>>;
