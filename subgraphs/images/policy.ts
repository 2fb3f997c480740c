import { type SQL, sql } from 'drizzle-orm';
import { type Caller, isAuthenticated, isInternal, requireScope } from '../kit/caller';
import { clientError } from '../kit/errors';
import { isStorableId } from '../kit/storable-text';

/** Who looks, as far as images care. */
export type Viewer =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'partner'; readonly publisherId: string }
  /** The telco's own teams. */
  | { readonly kind: 'team' };

/** The client of partner portals: without a publisher its token speaks for nobody, certainly not for the telco. */
const PARTNER_CLIENT = 'portal';

/** The viewer that a caller is. */
export function viewerOf(caller: Caller): Viewer {
  if (caller.tenant !== null) {
    return isStorableId(caller.tenant)
      ? { kind: 'partner', publisherId: caller.tenant }
      : { kind: 'anonymous' };
  }
  return isInternal(caller) && caller.client !== PARTNER_CLIENT ? { kind: 'team' } : { kind: 'anonymous' };
}

/**
 * The images that exist for a viewer, as a condition on the table alias `image`. Every read of images carries it, so
 * that lists, cursors, entities and counts are made of the same rows.
 *
 * Anyone: PUBLIC, ACTIVE, not hidden. A partner besides: COMMUNITY ones, those shared with it (deactivated ones too,
 * so that it learns of a recall) and everything of its own. The teams: everything.
 */
export function visibleImages(viewer: Viewer): SQL {
  switch (viewer.kind) {
    case 'team':
      return sql`TRUE`;
    case 'anonymous':
      return sql`(image.status = 'ACTIVE' AND image.visibility = 'PUBLIC' AND NOT image.hidden)`;
    case 'partner':
      return sql`(image.owner_id = ${viewer.publisherId}
        OR (image.status = 'ACTIVE' AND image.visibility IN ('PUBLIC', 'COMMUNITY') AND NOT image.hidden)
        OR (image.status IN ('ACTIVE', 'DEACTIVATED') AND image.visibility = 'SHARED' AND EXISTS (
          SELECT 1 FROM image_members AS member
          WHERE member.image_id = image.id AND member.publisher_id = ${viewer.publisherId} AND member.accepted)))`;
  }
}

/** The same without deleted images: Glance answers 404 to those. */
export function presentImages(viewer: Viewer): SQL {
  return sql`(image.status <> 'DELETED' AND ${visibleImages(viewer)})`;
}

/** What a reference from another subgraph may show: a placement's history still names its deleted image to the teams. */
export function referencedImages(viewer: Viewer): SQL {
  return viewer.kind === 'team' ? visibleImages(viewer) : presentImages(viewer);
}

/** The images a viewer may change: a partner its own, whatever else it may see. */
export function changeableImages(viewer: Viewer): SQL {
  switch (viewer.kind) {
    case 'team':
      return sql`image.status <> 'DELETED'`;
    case 'anonymous':
      return sql`FALSE`;
    case 'partner':
      return sql`(image.status <> 'DELETED' AND image.owner_id = ${viewer.publisherId})`;
  }
}

/** Whether a viewer may make images for a publisher. Publishers may publish their own as they like, PUBLIC included. */
export function mayCreateFor(viewer: Viewer, publisherId: string): boolean {
  return viewer.kind === 'team' || (viewer.kind === 'partner' && viewer.publisherId === publisherId);
}

/** Whether boxes may be shown: never to partners, who must not learn who runs what. */
export function maySeeDevices(viewer: Viewer): boolean {
  return viewer.kind === 'team';
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN unless the caller may change images. */
export function requireImageWriter(caller: Caller): void {
  requireIdentity(caller);
  requireScope(caller, 'images:write');
}

/** @throws GraphQLError UNAUTHENTICATED for anonymous callers. */
export function requireIdentity(caller: Caller): void {
  if (!isAuthenticated(caller))
    throw clientError('UNAUTHENTICATED', 'This needs a valid identity, got none.');
}
