import { Directive, Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { PlacementState } from './enums';

/** One step of a placement's life. */
@Directive('@authenticated')
@ObjectType()
export class PlacementTransition {
  @Field(() => PlacementState, { nullable: true }) from!: keyof typeof PlacementState | null;
  @Field(() => PlacementState) to!: keyof typeof PlacementState;
  @Field(() => Date) at!: Date;
  @Field(() => String) actor!: string;
  @Field(() => String, { nullable: true }) reason!: string | null;
}

/** A step and its place in the list. */
@Directive('@authenticated')
@ObjectType()
export class PlacementTransitionEdge {
  @Field(() => String) cursor!: string;
  @Field(() => PlacementTransition) node!: PlacementTransition;
}

/** A page of steps, in the order they happened. */
@Directive('@authenticated')
@ObjectType()
export class PlacementTransitionConnection {
  @Field(() => [PlacementTransitionEdge]) edges!: PlacementTransitionEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
