import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { connectionOf, pageRequest, type Connection } from '../../kit/page';
import { requireUsageReader } from '../policy';
import type { PlacementRow } from '../reads/placement-row';
import { bucketKey, readUsageBuckets, type UsageBucketRow, type UsageGroupBy } from '../reads/usage-buckets';
import { readUsageRecords } from '../reads/usage-record-list';
import { usageRecordKey, type UsageRecordRow } from '../reads/usage-record-row';
import { usageRange } from '../reads/usage-range';
import { UsageGroupBy as UsageGroupByEnum } from '../types/enums';
import { Image } from '../types/image';
import { Placement } from '../types/placement';
import { Subscriber } from '../types/subscriber';
import { UsageBucket, UsageBucketConnection } from '../types/usage-bucket';
import { UsageRecord, UsageRecordConnection } from '../types/usage-record';
import { AfterArg, FirstArg, OptionalIdArg } from './arguments';
import type { PlacementsContext } from './placements-context';

const PAGE_SIZE = 500;

/** What was used, added up and record by record. */
@Resolver()
export class UsageQueries {
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["billing:read"]])')
  @Query(() => UsageBucketConnection)
  async usageBuckets(
    @Ctx() context: PlacementsContext,
    @Arg('from', () => Date) from: Date,
    @Arg('to', () => Date) to: Date,
    @Arg('groupBy', () => UsageGroupByEnum) groupBy: UsageGroupBy,
    @Arg('subscriberIds', () => [ID], { nullable: true }) subscriberIds: string[] | null,
    @FirstArg(PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
  ): Promise<Connection<UsageBucketRow>> {
    requireUsageReader(context.caller);
    const range = usageRange(from, to);
    const filter = {
      ...range,
      groupBy,
      subscriberIds: subscriberIds == null ? null : [...new Set(subscriberIds)].sort(),
    };
    const scope = { connection: 'Query.usageBuckets', filter, caller: callerScope(context.caller) };
    const { cursors, database } = context.services;
    const page = pageRequest(cursors, scope, { first: first ?? PAGE_SIZE, after });
    const rows = await readUsageBuckets(database, filter, page);
    return connectionOf(cursors, scope, page, rows, { key: bucketKey, node: (row) => row });
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["billing:read"]])')
  @Query(() => UsageRecordConnection)
  async usageRecords(
    @Ctx() context: PlacementsContext,
    @Arg('from', () => Date) from: Date,
    @Arg('to', () => Date) to: Date,
    @OptionalIdArg('subscriberId') subscriberId: string | null,
    @Arg('recordedSince', () => Date, { nullable: true }) recordedSince: Date | null,
    @FirstArg(PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
  ): Promise<Connection<UsageRecordRow>> {
    requireUsageReader(context.caller);
    const filter = {
      ...usageRange(from, to),
      subscriberId: subscriberId ?? null,
      recordedSince: recordedSince?.toISOString() ?? null,
    };
    const scope = { connection: 'Query.usageRecords', filter, caller: callerScope(context.caller) };
    const { cursors, database } = context.services;
    const page = pageRequest(cursors, scope, { first: first ?? PAGE_SIZE, after });
    const rows = await readUsageRecords(database, filter, page);
    return connectionOf(cursors, scope, page, rows, { key: usageRecordKey, node: (row) => row });
  }
}

/** Who and what a bucket stands for. */
@Resolver(() => UsageBucket)
export class UsageBucketResolver {
  @FieldResolver(() => Subscriber)
  subscriber(@Root() bucket: UsageBucketRow): { id: string } {
    return { id: bucket.subscriberId };
  }

  @FieldResolver(() => Image, { nullable: true })
  image(@Root() bucket: UsageBucketRow): { id: string } | null {
    return bucket.imageId === null ? null : { id: bucket.imageId };
  }
}

/** The placement that used it. */
@Resolver(() => UsageRecord)
export class UsageRecordResolver {
  @FieldResolver(() => Placement)
  async placement(
    @Root() record: UsageRecordRow,
    @Ctx() context: PlacementsContext,
  ): Promise<PlacementRow | null> {
    return context.loaders.placement.load(record.placementId);
  }
}
