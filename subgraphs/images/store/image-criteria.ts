import { type SQL, sql } from 'drizzle-orm';
import { textArray } from '../../kit/database';
import type { ImageStatus } from '../model/image-status';
import type { Arch, ImageVisibility } from '../model/image-words';

/** What may narrow a list of images; null and absent do not. */
export interface ImageCriteria {
  readonly status?: readonly ImageStatus[] | null;
  readonly visibility?: readonly ImageVisibility[] | null;
  readonly arch?: Arch | null;
  readonly ownerId?: string | null;
  readonly tag?: string | null;
  /** The publisher of the image's application. */
  readonly publisherId?: string | null;
  readonly nameContains?: string | null;
  readonly hidden?: boolean | null;
}

/** The condition on the table alias `image`. Deleted images are listed only for who asks for that status by name. */
export function imageConditions(criteria: ImageCriteria): SQL {
  const { status, visibility, arch, ownerId, tag, publisherId, nameContains, hidden } = criteria;
  const texts = [ownerId, tag, publisherId, nameContains];
  // Nothing stored holds a NUL or half a character, so nothing fits.
  if (texts.some((text) => text != null && (text.includes('\0') || !text.isWellFormed()))) return sql`FALSE`;
  return sql.join(
    [
      status == null ? sql`image.status <> 'DELETED'` : sql`image.status = ANY(${textArray(status)})`,
      ...(visibility == null ? [] : [sql`image.visibility = ANY(${textArray(visibility)})`]),
      ...(arch == null ? [] : [sql`image.arch = ${arch}`]),
      ...(ownerId == null ? [] : [sql`image.owner_id = ${ownerId}`]),
      ...(tag == null ? [] : [sql`${tag} = ANY(image.tags)`]),
      ...(publisherId == null ? [] : [ofPublisher(publisherId)]),
      ...(nameContains == null ? [] : [sql`strpos(lower(image.name), lower(${nameContains})) > 0`]),
      ...(hidden == null ? [] : [sql`image.hidden = ${hidden}`]),
    ],
    sql` AND `,
  );
}

function ofPublisher(publisherId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM applications AS application
    WHERE application.id = image.application_id AND application.publisher_id = ${publisherId})`;
}
