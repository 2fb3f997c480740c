/** The teams that get a token of the local product. */
export type ClientName = 'billing' | 'provisioning' | 'scheduling' | 'portal';

/** What a team may do, by name. The portal speaks for one publisher and for nobody else. */
export const CLIENT_SCOPES: Readonly<Record<ClientName, readonly string[]>> = {
  billing: ['billing:read', 'billing:write', 'subscribers:write', 'pii:read'],
  provisioning: ['devices:write', 'pii:read'],
  scheduling: ['placements:schedule', 'placements:admin'],
  portal: ['images:write'],
};

/** The teams in the order in which they are shown. */
export const CLIENT_NAMES: readonly ClientName[] = ['billing', 'provisioning', 'scheduling', 'portal'];

/** True for the name of a team. */
export function isClientName(text: string): text is ClientName {
  return Object.hasOwn(CLIENT_SCOPES, text);
}
