import { type Finding } from '../finding';

/** What people write beside an element. */
export interface Noted {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

/** Differences of descriptions and deprecations of one element. */
export function diffNotes(coordinate: string, before: Noted, after: Noted): readonly Finding[] {
  return [...diffDescription(coordinate, before, after), ...diffDeprecation(coordinate, before, after)];
}

function diffDescription(coordinate: string, before: Noted, after: Noted): readonly Finding[] {
  const [old, now] = [before.description ?? '', after.description ?? ''];
  if (old === now) return [];
  if (old === '')
    return [{ code: 'DESCRIPTION_ADDED', coordinate, message: `${coordinate} is described now.` }];
  if (now === '')
    return [{ code: 'DESCRIPTION_REMOVED', coordinate, message: `${coordinate} is no longer described.` }];
  return [{ code: 'DESCRIPTION_CHANGED', coordinate, message: `The description of ${coordinate} changed.` }];
}

function diffDeprecation(coordinate: string, before: Noted, after: Noted): readonly Finding[] {
  const [old, now] = [before.deprecationReason ?? null, after.deprecationReason ?? null];
  if (old === now) return [];
  if (old === null)
    return [{ code: 'DEPRECATION_ADDED', coordinate, message: `${coordinate} is deprecated: ${now}` }];
  if (now === null)
    return [{ code: 'DEPRECATION_REMOVED', coordinate, message: `${coordinate} is no longer deprecated.` }];
  const message = `${coordinate} is deprecated for another reason: ${now} (it was: ${old})`;
  return [{ code: 'DEPRECATION_REASON_CHANGED', coordinate, message }];
}
