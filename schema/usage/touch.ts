import { type Change } from '../check/check-result';
import { touchesArgument } from './touch-argument';
import { parseCoordinate } from './coordinate';
import { touchesDirective } from './touch-directive';
import { touchesMember } from './touch-member';
import { touchesType } from './touch-type';
import { type SchemaPair, type TouchTest } from './touch-test';

/** The test for one change; undefined when its coordinate is none of what clients see, so that nobody can tell. */
export function touchTest(change: Change, schemas: SchemaPair): TouchTest | undefined {
  const coordinate = parseCoordinate(change.coordinate);
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
