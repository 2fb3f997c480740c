import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { AffinityPolicy } from './enums';

/** Placements that are to lie together, or apart. Its members are added by the resolver, since they know their group. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType()
export class PlacementGroup {
  @Field(() => ID) id!: string;
  @Field(() => AffinityPolicy) policy!: keyof typeof AffinityPolicy;
}
