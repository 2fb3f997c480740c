import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { parse, validate } from 'graphql';
import { ROOT } from '../structure/source-files';

const folder = path.join(ROOT, 'schema/operations');
const supergraph = Supergraph.build(readFileSync(path.join(ROOT, 'schema/supergraph.graphql'), 'utf8'), {
  supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
});
const api = supergraph.apiSchema().toGraphQLJSSchema();

describe('the trusted documents', () => {
  it.each(readdirSync(folder))('of %s are valid against the graph', (file) => {
    const document = parse(readFileSync(path.join(folder, file), 'utf8'));
    expect(validate(api, document)).toEqual([]);
    expect(document.definitions.length).toBeGreaterThan(2);
  });
});
