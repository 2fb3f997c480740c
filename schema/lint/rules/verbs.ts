const VERBS = new Set(
  `abort accept acknowledge activate add adjust allocate allow apply approve archive assign attach authorize begin bind
  block book broadcast bulk buy calculate cancel change charge check claim clear clone close collect commit complete
  confirm connect convert copy create deactivate decline decrease delete deliver demote deny deploy destroy detach disable
  disconnect dismiss dispatch duplicate edit enable end enqueue enroll enter escalate evict execute exclude expire export
  extend finish fix flag flush follow force forget freeze generate give grant hide hold ignore import include increase
  init initialize insert install invalidate invite invoke issue join keep kick leave link load lock log login logout make
  mark merge migrate modify move mute notify open order override patch pause pay perform pick pin place post prepare
  process promote provision publish pull purge push put quarantine queue quit rate reactivate read rebuild recalculate
  receive record recover redeem refresh refund refuse register reject release reload remove rename renew reopen reorder
  repair repeat replace reply report request require rerun resend reserve reset resize resolve respond restart restore
  resume retire retry return reverse review revoke roll rotate run save schedule seed select sell send set share ship sign
  skip snooze split start stop store subscribe submit suspend swap switch sync synchronize tag take terminate test toggle
  track transfer trigger unarchive unassign unblock undelete undo unfollow unhide uninstall unlink unlock unmark unmute
  unpin unpublish unregister unsubscribe update upgrade upload upsert use validate verify void vote withdraw write`.split(
    /\s+/,
  ),
);

/** Whether the first word of a name in camelCase is a verb of those that mutations are called by. */
export function startsWithVerb(name: string): boolean {
  return VERBS.has(/^[a-z]*/.exec(name)?.[0] ?? '');
}
