import { Directive, Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Placement } from './placement';

/** A placement and its place in the list. */
@Directive('@authenticated')
@ObjectType()
export class PlacementEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Placement) node!: Placement;
}

/** A page of placements, the newest first. */
@Directive('@authenticated')
@ObjectType()
export class PlacementConnection {
  @Field(() => [PlacementEdge]) edges!: PlacementEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
