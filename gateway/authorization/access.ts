import { ANONYMOUS, type Principal } from '../identity/principal';
import { LruCache } from '../support/lru-cache';
import { isMet } from './requirement';
import { type Requirements } from './requirements';

/** What one kind of caller may see of one supergraph. */
export interface Access {
  /** Names everything about a caller that these answers depend on. */
  readonly signature: string;
  /** May values of this type be seen? */
  type(name: string): boolean;
  /** May this field be asked for? */
  field(typeName: string, fieldName: string): boolean;
  /** May every object be seen that a value of this type can be? */
  everyPossibleType(name: string): boolean;
}

/** Gives the access of a caller; callers whose relevant scopes are equal share one. */
export type AccessOf = (principal: Principal) => Access;

const REMEMBERED_CALLERS = 500;

/** Makes the `AccessOf` of one supergraph. */
export function accessResolver(requirements: Requirements): AccessOf {
  const relevant = requirements.scopes();
  const known = new LruCache<string, Access>(REMEMBERED_CALLERS);
  const anonymous = createAccess(requirements, ANONYMOUS, 'anonymous');
  return (principal) => {
    if (!principal.authenticated) return anonymous;
    const scopes = [...new Set(principal.scopes)].filter((scope) => relevant.has(scope)).sort();
    const signature = JSON.stringify(scopes);
    const remembered = known.get(signature);
    if (remembered) return remembered;
    const access = createAccess(requirements, { ...principal, scopes }, signature);
    known.set(signature, access);
    return access;
  };
}

function createAccess(requirements: Requirements, principal: Principal, signature: string): Access {
  const answers = new Map<string, boolean>();
  const remember = (key: string, decide: () => boolean): boolean => {
    const answer = answers.get(key) ?? decide();
    answers.set(key, answer);
    return answer;
  };
  const type = (name: string): boolean => remember(name, () => isMet(requirements.ofType(name), principal));
  return {
    signature,
    type,
    field: (typeName, fieldName) =>
      remember(`${typeName}.${fieldName}`, () => isMet(requirements.ofField(typeName, fieldName), principal)),
    everyPossibleType: (name) => requirements.possibleTypes(name).every(type),
  };
}
