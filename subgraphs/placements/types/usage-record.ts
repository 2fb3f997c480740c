import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Decimal } from '../../kit/scalars';
import { ResourceClass } from './enums';
import { Placement } from './placement';

/** What one placement used of one class in one interval; the subscribers room rates it. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType({ description: 'TMF635 Usage, metered here from RUNNING time.' })
export class UsageRecord {
  @Field(() => ID) id!: string;
  @Field(() => Placement) placement!: Placement;
  @Field(() => ID) subscriberId!: string;
  @Field(() => ID) imageId!: string;
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Decimal) quantity!: string;
  @Field(() => String) unit!: string;
  @Field(() => Date) from!: Date;
  @Field(() => Date) to!: Date;
}

/** A record and its place in the list. */
@Directive('@authenticated')
@ObjectType()
export class UsageRecordEdge {
  @Field(() => String) cursor!: string;
  @Field(() => UsageRecord) node!: UsageRecord;
}

/** A page of records, the oldest interval first. */
@Directive('@authenticated')
@ObjectType()
export class UsageRecordConnection {
  @Field(() => [UsageRecordEdge]) edges!: UsageRecordEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
