import path from 'node:path';

/** Where bytes of images go and how many one image may have. */
export interface UploadSettings {
  readonly folder: string;
  readonly maxBytes: number;
}

const DEFAULT_FOLDER = '.lastmile/images';
const DEFAULT_MAX_BYTES = 4 * 1024 ** 3;

/**
 * Reads `LASTMILE_IMAGES_FOLDER` (default `.lastmile/images`) and `LASTMILE_MAX_IMAGE_BYTES` (default 4 GiB).
 *
 * @throws Error when the limit is no positive whole number.
 */
export function uploadSettings(settings: Readonly<Record<string, string | undefined>>): UploadSettings {
  const text = settings['LASTMILE_MAX_IMAGE_BYTES'];
  const maxBytes = text === undefined ? DEFAULT_MAX_BYTES : Number(text);
  if (!Number.isSafeInteger(maxBytes) || maxBytes <= 0) {
    throw new Error(`LASTMILE_MAX_IMAGE_BYTES: expected a positive whole number, got "${text ?? ''}"`);
  }
  return { folder: path.resolve(settings['LASTMILE_IMAGES_FOLDER'] ?? DEFAULT_FOLDER), maxBytes };
}
