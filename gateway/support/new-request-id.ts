import { randomBytes } from 'node:crypto';

/** 128 bits in hexadecimal, like the id of a trace. */
const LENGTH = 32;
/** Random bytes are dear one by one. No more at once, because an id that is kept keeps all that were made with it. */
const IDS_AT_ONCE = 64;

let made = '';
let place = 0;

/** A random id, which no other request of any gateway has and nobody can guess. */
export function newRequestId(): string {
  if (place === made.length) {
    made = randomBytes((IDS_AT_ONCE * LENGTH) / 2).toString('hex');
    place = 0;
  }
  place += LENGTH;
  return made.slice(place - LENGTH, place);
}
