import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { ResourceClass } from './enums';
import { ResourceProvider } from './resource-provider';

/** What one placement takes of one class. */
@Directive('@authenticated')
@ObjectType()
export class Allocation {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Int) used!: number;
  @Field(() => ResourceProvider) provider!: ResourceProvider;
}
