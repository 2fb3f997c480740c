import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Application } from './application';

/** An application and its place in a list. */
@ObjectType()
export class ApplicationEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Application) node!: Application;
}

/** A page of applications. */
@ObjectType()
export class ApplicationConnection {
  @Field(() => [ApplicationEdge]) edges!: readonly ApplicationEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
