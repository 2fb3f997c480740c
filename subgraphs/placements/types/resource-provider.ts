import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Device } from './device';
import { Inventory } from './inventory';

/** Something that placements take resources from. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType({
  description: 'Placement resource provider; 1:1 with a Device, plus one per PoP for shared hosts.',
})
export class ResourceProvider {
  @Field(() => ID) id!: string;
  @Field(() => Int) generation!: number;
  @Field(() => Device, { nullable: true }) device!: Device | null;
  @Field(() => [Inventory]) inventories!: Inventory[];
  @Field(() => [String]) traits!: string[];
  @Field(() => ID) popId!: string;
}
