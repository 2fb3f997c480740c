import { Field, InputType, Int } from 'type-graphql';
import { ResourceClass } from './enums';

/** An amount of one class. */
@InputType()
export class ResourceAmount {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Int) amount!: number;
}
