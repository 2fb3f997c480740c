import { type Change } from '../check/check-result';
import { touchesArgument } from './touch-argument';
import { parseCoordinate } from './coordinate';
import { opensData } from './opens-data';
import { touchesDirective } from './touch-directive';
import { touchesMember } from './touch-member';
import { touchesType } from './touch-type';
import { type SchemaPair, type TouchTest } from './touch-test';

/**
 * The test for one change; undefined when no operation can tell: it opens data, or its coordinate is none of what clients
 * see in either version.
 */
export function touchTest(change: Change, schemas: SchemaPair): TouchTest | undefined {
  if (opensData(change.code) || change.code.startsWith('SUBGRAPH_')) return undefined;
  const coordinate = parseCoordinate(change.coordinate);
  const { base, candidate } = schemas;
  if (
    coordinate &&
    'type' in coordinate &&
    !base.getType(coordinate.type) &&
    !candidate.getType(coordinate.type)
  ) {
    return undefined;
  }
  switch (coordinate?.kind) {
    case 'type':
      return touchesType(change, coordinate.type, schemas);
    case 'member':
      return touchesMember(change, coordinate, schemas);
    case 'argument':
      return touchesArgument(change, coordinate, schemas);
    case 'directive':
      return touchesDirective(change, coordinate, schemas);
    case undefined:
      return undefined;
  }
}
