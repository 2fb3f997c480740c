import { type InputChange } from './input-change';
import { type ArgumentUse } from './operation-use';

/** Whether the change of an argument hurts who uses its field or directive like this. */
export function isArgumentHurt(hurts: InputChange, use: ArgumentUse, argument: string): boolean {
  return (
    (hurts.hurtsGiven && use.given.has(argument)) ||
    (hurts.hurtsLeftOut && use.leftOut.has(argument)) ||
    (hurts.hurtsNull && use.nullable.has(argument))
  );
}
