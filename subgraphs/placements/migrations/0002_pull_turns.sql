ALTER TABLE "placements"."placements" ADD COLUMN "pull_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "placements"."placements" ADD COLUMN "pull_told_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "placements_pulls_told" ON "placements"."placements" USING btree ("pop_id","device_id") WHERE state IN ('SCHEDULED', 'PULLING') AND pull_told_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "placements_pulls_waiting" ON "placements"."placements" USING btree ("pop_id","device_id") WHERE state IN ('SCHEDULED', 'PULLING') AND pull_told_at IS NULL;--> statement-breakpoint
-- What is on its way was told to its box already.
UPDATE "placements"."placements" SET "pull_asked_at" = "state_since", "pull_told_at" = "state_since"
  WHERE state IN ('SCHEDULED', 'PULLING');
