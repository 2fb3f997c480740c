import { ImageStatus, mayFollow } from '../../../subgraphs/images/model/image-status';

/** Glance's table once more, as `from: to to ...`, written down independently of the code. */
const ALLOWED = `
queued: saving uploading importing active deleted
saving: active killed deleted queued
uploading: importing queued deleted
importing: active deleted queued
active: pending_delete deleted deactivated
deactivated: active deleted
pending_delete: deleted active
killed: deleted
deleted:
`;

const rows = new Map(
  ALLOWED.trim()
    .toUpperCase()
    .split('\n')
    .map((line) => [line.split(':')[0], (line.split(':')[1] ?? '').trim().split(' ')]),
);
const statuses = Object.values(ImageStatus);
const pairs = statuses.flatMap((from) => statuses.map((to) => ({ from, to })));

test.each(pairs)('$from -> $to is decided as Glance does', ({ from, to }) => {
  expect(mayFollow(from, to)).toBe(rows.get(from)?.includes(to));
});
