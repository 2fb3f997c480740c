import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { crew } from './crew';
import { depot } from './depot';
import { createFieldService } from './field-service';
import { sites } from './sites';
import { visits } from './visits';

/** The four subgraphs of the benchmark. */
export function stubSubgraphs(): SubgraphDefinition[] {
  const data = createFieldService();
  return [crew(data), sites(data), depot(data), visits(data)];
}
