import { type SQL, sql } from 'drizzle-orm';
import { textArray } from '../../kit/database';
import { checkEntitlement } from '../claim/check-entitlement';
import { checkImage } from '../claim/check-image';
import { pullNeeds } from '../claim/check-pull';
import type { ClaimFacts, GroupFacts, ImageFacts } from '../claim/claim-facts';
import type { Amount, ResourceClassName } from '../engine-types';
import type { Caller } from '../../kit/caller';
import type { CandidateRequest } from './candidate-request';
import { carries, carriesNone, type TraitMasks } from './trait-masks';

/** One filter: what a box must satisfy to be left. */
export interface Filter {
  readonly name: string;
  readonly condition: SQL;
}

/** Everything that filters depend on. */
export interface FilterInput {
  readonly request: CandidateRequest;
  readonly image: ImageFacts;
  readonly amounts: readonly Amount[];
  readonly subscriber: ClaimFacts['subscriber'];
  readonly group: GroupFacts | null;
  readonly caller: Caller;
  readonly masks: TraitMasks;
  readonly now: Date;
  /** The box and the placement of a move. */
  readonly moving?: { readonly placementId: string; readonly fromDeviceId: string };
}

/** The filters in their order: each is counted on what the ones before it left. */
export function filtersFor(input: FilterInput): readonly Filter[] {
  const { request, image, subscriber, masks } = input;
  return [
    { name: 'lifecycle', condition: sql`lifecycle = 'ACTIVATED'` },
    { name: 'image', condition: constant(checkImage(image, input.caller) === null) },
    { name: 'arch', condition: sql`arch = ${image.arch}` },
    { name: 'reachability', condition: reachable(request.onlineWithinSeconds, input.now) },
    { name: 'requiredTraits', condition: carries(masks.required) },
    { name: 'forbiddenTraits', condition: carriesNone(masks.forbidden) },
    ...input.amounts.map(({ resourceClass, amount }) => ({
      name: resourceClass,
      condition: free(resourceClass, amount),
    })),
    { name: 'pull', condition: canPull(image, request.maxPullSeconds) },
    ...(subscriber && !input.moving
      ? [
          {
            name: 'entitlement',
            condition: constant(checkEntitlement(subscriber, image, input.amounts) === null),
          },
        ]
      : []),
    ...(input.moving
      ? [{ name: 'otherDevice', condition: sql`device_id <> ${input.moving.fromDeviceId}` }]
      : []),
    ...(input.group ? [{ name: 'affinity', condition: affine(input.group, input.moving?.placementId) }] : []),
  ];
}

function constant(value: boolean): SQL {
  return sql.raw(String(value));
}

/** Silence is the only thing that speaks against a box; UNKNOWN means that nobody could listen (I14). */
function reachable(withinSeconds: number | null, now: Date): SQL {
  if (withinSeconds === null) return sql`reachability <> 'OFFLINE'`;
  const since = new Date(now.getTime() - withinSeconds * 1000).toISOString();
  return sql`(reachability IN ('ONLINE', 'UNKNOWN')
    OR (reachability = 'STALE' AND last_seen_at >= ${since}::timestamptz))`;
}

const COUNTERS: Partial<Record<ResourceClassName, SQL>> = {
  VCPU: sql.raw('vcpu_free'),
  MEMORY_MB: sql.raw('memory_free'),
  DISK_GB: sql.raw('disk_free'),
};

function free(resourceClass: ResourceClassName, amount: number): SQL {
  const counter = COUNTERS[resourceClass];
  if (counter) return sql`${counter} >= ${amount}`;
  return sql`EXISTS (SELECT 1 FROM inventories
    WHERE provider_id = providers.id AND resource_class = ${resourceClass} AND capacity - used >= ${amount})`;
}

/** I11 on the index of the search: what `checkPull` asks of one box. */
function canPull(image: ImageFacts, maxPullSeconds: number | null): SQL {
  const { leastKbps, diskGb, dataGb } = pullNeeds(image, maxPullSeconds);
  return sql`(disk_free >= ${diskGb} AND (data_cap_gb IS NULL OR data_cap_gb >= ${dataGb}::double precision)
    AND coalesce(downlink_kbps, 0) >= ${leastKbps})`;
}

function affine(group: GroupFacts, exceptPlacementId: string | undefined): SQL {
  const others = group.members.filter((member) => member.placementId !== exceptPlacementId);
  const deviceIds = textArray(others.map((member) => member.deviceId));
  switch (group.policy) {
    case 'NONE':
      return sql`true`;
    case 'AFFINITY':
      return others.length === 0 ? sql`true` : sql`device_id = ALL(${deviceIds})`;
    case 'ANTI_AFFINITY_DEVICE':
      return sql`device_id <> ALL(${deviceIds})`;
    case 'ANTI_AFFINITY_POP':
      return sql`pop_id <> ALL(${textArray(others.map((member) => member.popId))})`;
  }
}
