/** Where an image is in its life; the words of Glance v2. */
export const ImageStatus = {
  QUEUED: 'QUEUED',
  SAVING: 'SAVING',
  UPLOADING: 'UPLOADING',
  IMPORTING: 'IMPORTING',
  ACTIVE: 'ACTIVE',
  DEACTIVATED: 'DEACTIVATED',
  PENDING_DELETE: 'PENDING_DELETE',
  DELETED: 'DELETED',
  KILLED: 'KILLED',
} as const;
export type ImageStatus = keyof typeof ImageStatus;

/** Glance's `valid_state_targets`: which status may follow which. Nothing follows DELETED. */
export const VALID_TARGETS: Readonly<Record<ImageStatus, readonly ImageStatus[]>> = {
  QUEUED: ['SAVING', 'UPLOADING', 'IMPORTING', 'ACTIVE', 'DELETED'],
  SAVING: ['ACTIVE', 'KILLED', 'DELETED', 'QUEUED'],
  UPLOADING: ['IMPORTING', 'QUEUED', 'DELETED'],
  IMPORTING: ['ACTIVE', 'DELETED', 'QUEUED'],
  ACTIVE: ['PENDING_DELETE', 'DELETED', 'DEACTIVATED'],
  DEACTIVATED: ['ACTIVE', 'DELETED'],
  PENDING_DELETE: ['DELETED', 'ACTIVE'],
  KILLED: ['DELETED'],
  DELETED: [],
};

/** Whether an image may go from one status to the other at all. */
export function mayFollow(from: ImageStatus, to: ImageStatus): boolean {
  return VALID_TARGETS[from].includes(to);
}

/** The statuses from which an action may start; narrower than the table, which knows no actions. */
export const ACTION_SOURCES = {
  deactivate: 'ACTIVE',
  /** QUEUED and PENDING_DELETE may become ACTIVE too, but by an upload and a restore. */
  reactivate: 'DEACTIVATED',
  upload: 'QUEUED',
} as const satisfies Record<string, ImageStatus>;
