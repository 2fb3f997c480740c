import { Arg, ID, Int } from 'type-graphql';
import { PlacementState } from '../types/enums';

type ArgumentDecorator = ReturnType<typeof Arg>;

/** A page size. A null from the client means the default too. */
export function FirstArg(defaultValue: number): ArgumentDecorator {
  return Arg('first', () => Int, { nullable: true, defaultValue });
}

/** A cursor to go on after. */
export function AfterArg(): ArgumentDecorator {
  return Arg('after', () => String, { nullable: true });
}

/** A filter by state. */
export function StateArg(): ArgumentDecorator {
  return Arg('state', () => [PlacementState], { nullable: true });
}

/** An optional id. */
export function OptionalIdArg(name: string): ArgumentDecorator {
  return Arg(name, () => ID, { nullable: true });
}
