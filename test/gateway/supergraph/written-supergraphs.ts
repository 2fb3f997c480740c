const TYPES = (product: string, fields: string): string => `
  enum join__Graph {
    PRODUCTS @join__graph(name: "products" url: "http://products.test/graphql")
    SHIPPING @join__graph(name: "shipping" url: "http://shipping.test/graphql")
  }
  scalar join__FieldSet
  type Product ${product} { ${fields} }`;

/** A supergraph as Federation 1 composed it: the core specification, owners, externals left out. */
export const FIRST_SUPERGRAPH = `
  schema
    @core(feature: "https://specs.apollo.dev/core/v0.2")
    @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION) { query: Query }
  directive @core(as: String, feature: String!, for: core__Purpose) repeatable on SCHEMA
  directive @join__field(graph: join__Graph, provides: join__FieldSet, requires: join__FieldSet) on FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__owner(graph: join__Graph!) on INTERFACE | OBJECT
  directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on INTERFACE | OBJECT
  enum core__Purpose { EXECUTION SECURITY }
  type Query { product: Product @join__field(graph: PRODUCTS) }
  ${TYPES(
    `@join__owner(graph: PRODUCTS) @join__type(graph: PRODUCTS, key: "id") @join__type(graph: SHIPPING, key: "id")`,
    `id: ID! @join__field(graph: PRODUCTS)
     name: String @join__field(graph: PRODUCTS)
     weight: Int @join__field(graph: PRODUCTS)
     shipping: Int @join__field(graph: SHIPPING, requires: "weight")`,
  )}`;

const PRODUCT = TYPES(
  `@join__type(graph: PRODUCTS, key: "id") @join__type(graph: SHIPPING, key: "id")`,
  `id: ID!
   name: String @join__field(graph: PRODUCTS)
   weight: Int @join__field(graph: PRODUCTS) @join__field(graph: SHIPPING, external: true)
   shipping: Int @join__field(graph: SHIPPING, requires: "weight")`,
);

const LINK = `
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  scalar link__Import
  enum link__Purpose { SECURITY EXECUTION }
  type Query @join__type(graph: PRODUCTS) @join__type(graph: SHIPPING) { product: Product @join__field(graph: PRODUCTS) }`;

/** A supergraph as the first releases of Federation 2 composed it. */
export const SECOND_SUPERGRAPH = `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.2", for: EXECUTION) { query: Query }
  directive @join__field(graph: join__Graph!, requires: join__FieldSet, provides: join__FieldSet, type: String,
    external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false,
    resolvable: Boolean! = true) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
  ${LINK} ${PRODUCT}`;

/** A supergraph of join v0.3, which knows interface objects, union members and enum values. */
export const THIRD_SUPERGRAPH = `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
  directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String,
    external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true,
    isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
  directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
  ${LINK} ${PRODUCT}`;
