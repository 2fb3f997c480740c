import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CapacitySummary } from './capacity-summary';

/** A region of the devices room; this room adds the capacity of its boxes. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType()
export class Region {
  @Field(() => ID) id!: string;
  @Field(() => [CapacitySummary]) capacity!: CapacitySummary[];
}
