import { pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** The records of the placements room. */
export const placementsSchema = pgSchema('placements');

/** Milliseconds, as JavaScript has them: a cursor made of an instant must find the very row again. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle's column types are inferred
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
