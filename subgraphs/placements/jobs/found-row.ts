/** A row of a rule's search as the value the rule works with. */
export function toFound(row: { readonly id: string; readonly last_seen_at: string | Date | null }): {
  readonly id: string;
  readonly lastSeenAt: Date | null;
} {
  return { id: row.id, lastSeenAt: row.last_seen_at === null ? null : new Date(row.last_seen_at) };
}
