/** An image that lies on the disk of a box. */
export interface CachedImage {
  readonly imageId: string;
  readonly sizeBytes: number;
}

/** Whether the image could be put on the disk beside the images that are in use. */
export function fitsInCache(
  cache: readonly CachedImage[],
  image: CachedImage,
  inUse: ReadonlySet<string>,
  capacityBytes: number,
): boolean {
  const keptBytes = cache.filter(({ imageId }) => inUse.has(imageId) && imageId !== image.imageId);
  return totalBytes(keptBytes) + image.sizeBytes <= capacityBytes;
}

/**
 * The cache with this image as the youngest. The oldest images that nothing uses make room; what is in use is
 * never thrown away.
 */
export function withCachedImage(
  cache: readonly CachedImage[],
  image: CachedImage,
  inUse: ReadonlySet<string>,
  capacityBytes: number,
): readonly CachedImage[] {
  const kept = [...cache.filter(({ imageId }) => imageId !== image.imageId), image];
  let bytes = totalBytes(kept);
  return kept.filter((each) => {
    if (bytes <= capacityBytes || each === image || inUse.has(each.imageId)) return true;
    bytes -= each.sizeBytes;
    return false;
  });
}

/** What the images take on the disk. */
export function totalBytes(cache: readonly CachedImage[]): number {
  return cache.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
