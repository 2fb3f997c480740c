/** Names of the keys of one PoP. */
export interface PopKeys {
  /** Sorted set of device ids by the moment they were last heard of; outlives the samples. */
  readonly seen: string;
  /** Sorted set of device ids by the moment they came back; kept for ten minutes. */
  readonly returned: string;
  /** Sorted set of the DEGRADED ones by the moment they were last heard of. */
  readonly degraded: string;
  /** The same for the FAULTY ones. */
  readonly faulty: string;
  /** The packed last sample of a box; expires after three intervals of silence. */
  sample(deviceId: string): string;
}

/**
 * All keys of a PoP hold the same hash tag, so they live in one slot of a Redis Cluster: a page of boxes is one
 * MGET and a batch of beats one script. 2,000 PoPs spread evenly over the 16,384 slots (domain C2).
 */
export function popKeys(popId: string): PopKeys {
  const tag = `{${tagSafe(popId)}}`;
  return {
    seen: `seen:${tag}`,
    returned: `returned:${tag}`,
    degraded: `degraded:${tag}`,
    faulty: `faulty:${tag}`,
    sample: (deviceId) => `d:${tag}:${deviceId}`,
  };
}

/** A brace would end the hash tag early and an empty tag is none: the keys of the PoP would be torn apart. */
function tagSafe(popId: string): string {
  return popId.replace(/[%{}]/g, (character) => `%${character.charCodeAt(0).toString(16)}`) || '%';
}
