CREATE SCHEMA IF NOT EXISTS "placements";
--> statement-breakpoint
CREATE TABLE "placements"."allocations" (
	"placement_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"resource_class" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "allocations_placement_id_resource_class_pk" PRIMARY KEY("placement_id","resource_class"),
	CONSTRAINT "allocations_used" CHECK (used > 0)
);
--> statement-breakpoint
CREATE TABLE "placements"."capacity_counters" (
	"pop_id" text NOT NULL,
	"region_id" text NOT NULL,
	"resource_class" text NOT NULL,
	"capacity" bigint NOT NULL,
	"used" bigint NOT NULL,
	"free_buckets" integer[] NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "capacity_counters_pop_id_resource_class_pk" PRIMARY KEY("pop_id","resource_class")
);
--> statement-breakpoint
CREATE TABLE "placements"."idempotency_keys" (
	"caller" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_caller_operation_key_pk" PRIMARY KEY("caller","operation","key")
);
--> statement-breakpoint
CREATE TABLE "placements"."image_rollouts" (
	"image_id" text PRIMARY KEY NOT NULL,
	"running" integer NOT NULL,
	"pulling" integer NOT NULL,
	"failed_24h" integer NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."images" (
	"id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"application_id" text NOT NULL,
	"status" text NOT NULL,
	"visibility" text NOT NULL,
	"owner_id" text NOT NULL,
	"shared_with" text[] NOT NULL,
	"arch" text NOT NULL,
	"vcpu" integer NOT NULL,
	"memory_mb" integer NOT NULL,
	"disk_gb" integer NOT NULL,
	"min_ram_mb" integer NOT NULL,
	"min_disk_gb" integer NOT NULL,
	"required_traits" text[] NOT NULL,
	"forbidden_traits" text[] NOT NULL,
	"min_downlink_kbps" integer,
	"size_bytes" bigint,
	"virtual_size_bytes" bigint,
	"tags" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."inbox" (
	"producer" text NOT NULL,
	"event_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_producer_event_id_pk" PRIMARY KEY("producer","event_id")
);
--> statement-breakpoint
CREATE TABLE "placements"."inventories" (
	"provider_id" text NOT NULL,
	"resource_class" text NOT NULL,
	"total" integer NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"allocation_ratio" numeric DEFAULT '1' NOT NULL,
	"min_unit" integer DEFAULT 1 NOT NULL,
	"max_unit" integer DEFAULT 2147483647 NOT NULL,
	"step_size" integer DEFAULT 1 NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"capacity" integer GENERATED ALWAYS AS (floor((total - reserved) * allocation_ratio)::integer) STORED NOT NULL,
	CONSTRAINT "inventories_provider_id_resource_class_pk" PRIMARY KEY("provider_id","resource_class"),
	CONSTRAINT "inventories_figures" CHECK (total >= 0 AND reserved BETWEEN 0 AND total AND allocation_ratio > 0 AND used >= 0),
	CONSTRAINT "inventories_units" CHECK (min_unit >= 1 AND max_unit >= min_unit AND step_size >= 1)
);
--> statement-breakpoint
CREATE TABLE "placements"."outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"consumer" text NOT NULL,
	"topic" text NOT NULL,
	"key" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."placement_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"policy" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."placement_transitions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"placement_id" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "placements"."placements" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"consumer_generation" integer DEFAULT 1 NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"device_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"pop_id" text NOT NULL,
	"image_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"group_id" text,
	"group_policy" text,
	"previous_device_id" text,
	"vcpu" integer DEFAULT 0 NOT NULL,
	"memory_mb" integer DEFAULT 0 NOT NULL,
	"disk_gb" integer DEFAULT 0 NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"scheduled_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"ends_as" text,
	"pull_progress_pct" smallint,
	"failure" text,
	CONSTRAINT "placements_state" CHECK (state IN ('REQUESTED', 'SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'ENDED', 'FAILED', 'EVICTED', 'LOST'))
);
--> statement-breakpoint
CREATE TABLE "placements"."pops" (
	"id" text PRIMARY KEY NOT NULL,
	"region_id" text NOT NULL,
	"frozen_since" timestamp (3) with time zone,
	"counted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "placements"."providers" (
	"id" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"pop_id" text NOT NULL,
	"region_id" text NOT NULL,
	"arch" text NOT NULL,
	"traits" text[] NOT NULL,
	"trait_mask" bigint DEFAULT 0 NOT NULL,
	"lifecycle" text NOT NULL,
	"reachability" text DEFAULT 'UNKNOWN' NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"dark_since" timestamp (3) with time zone,
	"subscriber_id" text,
	"downlink_kbps" integer,
	"data_cap_gb" double precision,
	"vcpu_free" integer DEFAULT 0 NOT NULL,
	"memory_free" integer DEFAULT 0 NOT NULL,
	"disk_free" integer DEFAULT 0 NOT NULL,
	"host_figures" text NOT NULL,
	"device_version" bigint NOT NULL,
	"reachability_version" bigint DEFAULT 0 NOT NULL,
	"report_version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "providers_device_id_unique" UNIQUE("device_id")
);
--> statement-breakpoint
CREATE TABLE "placements"."seed_state" (
	"name" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"status" text NOT NULL,
	"credit_hold" boolean NOT NULL,
	"max_placements" integer NOT NULL,
	"max_vcpu" integer NOT NULL,
	"max_memory_mb" integer NOT NULL,
	"max_disk_gb" integer NOT NULL,
	"allowed_image_tags" text[] NOT NULL,
	"used_placements" integer DEFAULT 0 NOT NULL,
	"used_vcpu" bigint DEFAULT 0 NOT NULL,
	"used_memory_mb" bigint DEFAULT 0 NOT NULL,
	"used_disk_gb" bigint DEFAULT 0 NOT NULL,
	"use_version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "subscribers_use" CHECK (used_placements >= 0 AND used_vcpu >= 0 AND used_memory_mb >= 0 AND used_disk_gb >= 0)
);
--> statement-breakpoint
CREATE TABLE "placements"."trait_bits" (
	"trait" text PRIMARY KEY NOT NULL,
	"bit" smallint NOT NULL,
	CONSTRAINT "trait_bits_bit_unique" UNIQUE("bit")
);
--> statement-breakpoint
CREATE TABLE "placements"."usage_open" (
	"placement_id" text PRIMARY KEY NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "placements"."usage_records" (
	"id" text PRIMARY KEY NOT NULL,
	"placement_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"image_id" text NOT NULL,
	"resource_class" text NOT NULL,
	"quantity" numeric(20, 6) NOT NULL,
	"unit" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_records_figures" CHECK (to_at > from_at AND quantity >= 0)
);
--> statement-breakpoint
ALTER TABLE "placements"."allocations" ADD CONSTRAINT "allocations_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "placements"."placements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements"."allocations" ADD CONSTRAINT "allocations_provider_id_resource_class_inventories_provider_id_resource_class_fk" FOREIGN KEY ("provider_id","resource_class") REFERENCES "placements"."inventories"("provider_id","resource_class") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements"."inventories" ADD CONSTRAINT "inventories_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "placements"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements"."placements" ADD CONSTRAINT "placements_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "placements"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements"."placements" ADD CONSTRAINT "placements_group_id_placement_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "placements"."placement_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements"."usage_open" ADD CONSTRAINT "usage_open_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "placements"."placements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allocations_provider" ON "placements"."allocations" USING btree ("provider_id");--> statement-breakpoint
CREATE INDEX "capacity_counters_region" ON "placements"."capacity_counters" USING btree ("region_id");--> statement-breakpoint
CREATE INDEX "outbox_consumer_id" ON "placements"."outbox" USING btree ("consumer","id");--> statement-breakpoint
CREATE INDEX "placement_groups_subscriber" ON "placements"."placement_groups" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "placement_transitions_placement" ON "placements"."placement_transitions" USING btree ("placement_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "placements_group_device" ON "placements"."placements" USING btree ("group_id","device_id") WHERE group_policy = 'ANTI_AFFINITY_DEVICE' AND state IN ('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST');--> statement-breakpoint
CREATE UNIQUE INDEX "placements_group_pop" ON "placements"."placements" USING btree ("group_id","pop_id") WHERE group_policy = 'ANTI_AFFINITY_POP' AND state IN ('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST');--> statement-breakpoint
CREATE INDEX "placements_group" ON "placements"."placements" USING btree ("group_id","requested_at","id") WHERE group_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "placements_device" ON "placements"."placements" USING btree ("device_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_device_live" ON "placements"."placements" USING btree ("device_id") WHERE state IN ('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST');--> statement-breakpoint
CREATE INDEX "placements_subscriber" ON "placements"."placements" USING btree ("subscriber_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_image" ON "placements"."placements" USING btree ("image_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_image_state" ON "placements"."placements" USING btree ("image_id","state","ended_at");--> statement-breakpoint
CREATE INDEX "placements_pop" ON "placements"."placements" USING btree ("pop_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_requested" ON "placements"."placements" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_state_requested" ON "placements"."placements" USING btree ("state","requested_at","id");--> statement-breakpoint
CREATE INDEX "placements_unsettled" ON "placements"."placements" USING btree ("state_since","id") WHERE state IN ('SCHEDULED', 'PULLING', 'STARTING', 'DRAINING', 'LOST');--> statement-breakpoint
CREATE INDEX "pops_region" ON "placements"."pops" USING btree ("region_id","id");--> statement-breakpoint
CREATE INDEX "pops_counted" ON "placements"."pops" USING btree ("counted_at");--> statement-breakpoint
CREATE INDEX "providers_pop" ON "placements"."providers" USING btree ("pop_id");--> statement-breakpoint
CREATE INDEX "providers_region_pop" ON "placements"."providers" USING btree ("region_id","pop_id");--> statement-breakpoint
CREATE INDEX "providers_subscriber" ON "placements"."providers" USING btree ("subscriber_id") WHERE subscriber_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "providers_dark" ON "placements"."providers" USING btree ("pop_id","dark_since") WHERE reachability = 'OFFLINE';--> statement-breakpoint
CREATE INDEX "usage_open_opened" ON "placements"."usage_open" USING btree ("opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "usage_records_interval" ON "placements"."usage_records" USING btree ("placement_id","resource_class","from_at");--> statement-breakpoint
CREATE INDEX "usage_records_subscriber" ON "placements"."usage_records" USING btree ("subscriber_id","from_at","id");--> statement-breakpoint
CREATE INDEX "usage_records_from" ON "placements"."usage_records" USING btree ("from_at","id");--> statement-breakpoint
CREATE INDEX "usage_records_recorded" ON "placements"."usage_records" USING btree ("recorded_at","id");