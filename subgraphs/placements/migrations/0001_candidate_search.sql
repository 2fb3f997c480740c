-- The candidate search reads this index alone (an index-only scan): every column it filters on or answers must be in it.
CREATE INDEX "providers_search" ON "placements"."providers" ("pop_id", "arch", "memory_free")
  INCLUDE ("region_id", "vcpu_free", "disk_free", "trait_mask", "downlink_kbps", "data_cap_gb", "reachability", "last_seen_at", "subscriber_id", "device_id", "id", "generation")
  WHERE lifecycle = 'ACTIVATED';
--> statement-breakpoint
-- Index-only scans live from the visibility map, so this table is vacuumed long before a fifth of it has changed.
ALTER TABLE "placements"."providers" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
-- Counters that are updated in place.
ALTER TABLE "placements"."inventories" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "placements"."subscribers" SET (fillfactor = 70);
