/**
 * Writes the last beat of each box of one PoP in one atomic step. The newest sample wins no matter in which
 * order two servers write: `seen` only grows, and a stored sample is replaced by an equally new or newer one only.
 *
 * KEYS: seen, returned, degraded, faulty, then one sample key per box.
 * ARGV: now, the moment up to which a box counts as dark, the moment up to which returns are dropped; then for
 * each box its id, lastSeenAtMs, packed sample ('' = none to write), its life in ms, sampledAtMs, health.
 */
export const WRITE_BEATS_SCRIPT = `
local seen, returned, degraded, faulty = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now, darkUntil, droppedUntil = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local function isOvertaken(key, sampledAt)
  local stored = redis.call('GETRANGE', key, 1, 6)
  return #stored == 6 and struct.unpack('>I6', stored) > tonumber(sampledAt)
end

local function setHealth(id, lastSeen, health)
  if health == 'DEGRADED' then redis.call('ZADD', degraded, lastSeen, id) else redis.call('ZREM', degraded, id) end
  if health == 'FAULTY' then redis.call('ZADD', faulty, lastSeen, id) else redis.call('ZREM', faulty, id) end
end

for box = 1, #KEYS - 4 do
  local key, at = KEYS[4 + box], 3 + (box - 1) * 6
  local id, lastSeen, packed = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local lifeMs, sampledAt, health = ARGV[at + 4], ARGV[at + 5], ARGV[at + 6]
  local before = redis.call('ZSCORE', seen, id)
  if tonumber(lastSeen) > darkUntil and (not before or tonumber(before) <= darkUntil) then
    redis.call('ZADD', returned, now, id)
  end
  redis.call('ZADD', seen, 'GT', lastSeen, id)
  if packed ~= '' and not isOvertaken(key, sampledAt) then
    redis.call('SET', key, packed, 'PX', lifeMs)
    setHealth(id, lastSeen, health)
  end
end
redis.call('ZREMRANGEBYSCORE', returned, '-inf', droppedUntil)
return #KEYS - 4
`;
