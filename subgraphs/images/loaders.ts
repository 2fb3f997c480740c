import type { CursorKey } from '../kit/cursor';
import type { Database } from '../kit/database';
import { entityLoader, type EntityLoader, listLoader, loaderByArguments } from '../kit/entity-loader';
import type { ApplicationRecord, ImageRecord, PublisherRecord } from './model/records';
import type { Viewer } from './policy';
import {
  type BuildKey,
  type CacheKey,
  readApplications,
  readApplicationsBySlug,
  readCachedImages,
  readCacheHits,
  readImages,
  readLatestImages,
  readPublishers,
  readReferencedImages,
} from './store';
import { type BuildFilter, readApplicationsOfPublishers, readImagesOfApplications } from './store/pages';

/** Arguments of a nested page; one loader per value of them. */
interface NestedPage {
  readonly limit: number;
  readonly after: CursorKey | null;
}

interface ListLoader<Row> {
  load(key: string): Promise<readonly Row[]>;
}

/** The reads of one request, each batched over everything that asks for it at the same level. */
export interface Loaders {
  readonly image: EntityLoader<ImageRecord>;
  /** Images that other subgraphs refer to: for the teams deleted ones too. */
  readonly referencedImage: EntityLoader<ImageRecord>;
  readonly latestImage: EntityLoader<ImageRecord, BuildKey>;
  readonly application: EntityLoader<ApplicationRecord>;
  readonly applicationBySlug: EntityLoader<ApplicationRecord>;
  readonly publisher: EntityLoader<PublisherRecord>;
  readonly cacheHit: EntityLoader<CacheKey, CacheKey>;
  cachedImages(first: number): ListLoader<{ readonly image: ImageRecord }>;
  imagesOfApplication(page: NestedPage & BuildFilter): ListLoader<ImageRecord>;
  applicationsOfPublisher(page: NestedPage): ListLoader<ApplicationRecord>;
}

/** New loaders for one request of one viewer; they remember only what that viewer may see. */
export function createLoaders(database: Database, viewer: Viewer): Loaders {
  return {
    image: entityLoader((ids) => readImages(database, viewer, ids), idOf),
    referencedImage: entityLoader((ids) => readReferencedImages(database, viewer, ids), idOf),
    latestImage: entityLoader((keys) => readLatestImages(database, viewer, keys), buildOf, buildText),
    application: entityLoader((ids) => readApplications(database, ids), idOf),
    applicationBySlug: entityLoader(
      (slugs) => readApplicationsBySlug(database, slugs),
      ({ slug }) => slug,
    ),
    publisher: entityLoader((ids) => readPublishers(database, ids), idOf),
    cacheHit: entityLoader((keys) => readCacheHits(database, keys), cacheText, cacheText),
    cachedImages: loaderByArguments((first: number) =>
      listLoader(
        (ids) => readCachedImages(database, viewer, ids, first),
        ({ deviceId }) => deviceId,
      ),
    ),
    imagesOfApplication: loaderByArguments((page: NestedPage & BuildFilter) =>
      listLoader(
        (ids) => readImagesOfApplications(database, viewer, ids, page, page),
        ({ applicationId }) => applicationId ?? '',
      ),
    ),
    applicationsOfPublisher: loaderByArguments((page: NestedPage) =>
      listLoader(
        (ids) => readApplicationsOfPublishers(database, ids, page),
        ({ publisherId }) => publisherId,
      ),
    ),
  };
}

function idOf(row: { readonly id: string }): string {
  return row.id;
}

function buildText({ applicationId, arch }: BuildKey): string {
  return `${arch} ${applicationId}`;
}

function buildOf({ applicationId, arch }: ImageRecord): string {
  return buildText({ applicationId: applicationId ?? '', arch });
}

/** As JSON, since ids may hold any separator. */
function cacheText({ deviceId, imageId }: CacheKey): string {
  return JSON.stringify([deviceId, imageId]);
}
