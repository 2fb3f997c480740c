CREATE SCHEMA IF NOT EXISTS "devices";
--> statement-breakpoint
CREATE SEQUENCE "devices"."roster_versions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "devices"."assignments" (
	"placement_id" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"image_id" text NOT NULL,
	"subscriber_id" text,
	"state" text NOT NULL,
	"live" boolean NOT NULL,
	"desired" boolean NOT NULL,
	"size_bytes" bigint,
	"vcpu" integer NOT NULL,
	"memory_mb" integer NOT NULL,
	"version" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."device_faults" (
	"id" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"channel" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"retries" integer NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."device_models" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"manufacturer" text NOT NULL,
	"arch" text NOT NULL,
	"vcpu" integer NOT NULL,
	"memory_mb" integer NOT NULL,
	"disk_gb" integer NOT NULL,
	"host_reserved_memory_mb" integer NOT NULL,
	"host_reserved_disk_gb" integer NOT NULL,
	"cpu_allocation_ratio" double precision NOT NULL,
	"traits" text[] NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."device_tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"fault_id" text
);
--> statement-breakpoint
CREATE TABLE "devices"."devices" (
	"id" text PRIMARY KEY NOT NULL,
	"oui" text NOT NULL,
	"product_class" text NOT NULL,
	"serial_number" text NOT NULL,
	"manufacturer" text NOT NULL,
	"model_id" text NOT NULL,
	"lifecycle" text NOT NULL,
	"pop_id" text NOT NULL,
	"region_id" text NOT NULL,
	"subscriber_id" text,
	"access_technology" text,
	"downlink_kbps" integer,
	"uplink_kbps" integer,
	"data_cap_remaining_gb" integer,
	"software_version" text,
	"desired_version" integer DEFAULT 0 NOT NULL,
	"desired_software_version" text,
	"desired_placement_ids" text[] DEFAULT '{}' NOT NULL,
	"reported_version" integer,
	"reported_at" timestamp (3) with time zone,
	"reported_placement_ids" text[] DEFAULT '{}' NOT NULL,
	"reported_placements" jsonb,
	"reported_hash" text,
	"quarantine_reason" text,
	"replaced_by_device_id" text,
	"activated_at" timestamp (3) with time zone,
	"simulation_profile" text DEFAULT 'steady' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"roster_version" bigint DEFAULT nextval('devices.roster_versions') NOT NULL,
	"roster_transaction" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."idempotency_keys" (
	"caller" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_caller_operation_key_pk" PRIMARY KEY("caller","operation","key")
);
--> statement-breakpoint
CREATE TABLE "devices"."inbox" (
	"producer" text NOT NULL,
	"event_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_producer_event_id_pk" PRIMARY KEY("producer","event_id")
);
--> statement-breakpoint
CREATE TABLE "devices"."outbox" (
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
CREATE TABLE "devices"."pop_device_counts" (
	"pop_id" text NOT NULL,
	"lifecycle" text NOT NULL,
	"boxes" integer NOT NULL,
	CONSTRAINT "pop_device_counts_pop_id_lifecycle_pk" PRIMARY KEY("pop_id","lifecycle")
);
--> statement-breakpoint
CREATE TABLE "devices"."pops" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"region_id" text NOT NULL,
	"country_code" text NOT NULL,
	"default_technology" text NOT NULL,
	"default_downlink_kbps" integer NOT NULL,
	"default_uplink_kbps" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."reachability_watch" (
	"id" integer PRIMARY KEY NOT NULL,
	"told_until_ms" bigint NOT NULL,
	"looked_at_ms" bigint NOT NULL,
	"blind_until_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."regions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices"."seed_state" (
	"name" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "devices"."device_faults" ADD CONSTRAINT "device_faults_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "devices"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices"."device_tasks" ADD CONSTRAINT "device_tasks_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "devices"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices"."devices" ADD CONSTRAINT "devices_model_id_device_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "devices"."device_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices"."devices" ADD CONSTRAINT "devices_pop_id_pops_id_fk" FOREIGN KEY ("pop_id") REFERENCES "devices"."pops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices"."pop_device_counts" ADD CONSTRAINT "pop_device_counts_pop_id_pops_id_fk" FOREIGN KEY ("pop_id") REFERENCES "devices"."pops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices"."pops" ADD CONSTRAINT "pops_region_id_regions_id_fk" FOREIGN KEY ("region_id") REFERENCES "devices"."regions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assignments_device" ON "devices"."assignments" USING btree ("device_id") WHERE live OR desired;--> statement-breakpoint
CREATE INDEX "assignments_ended" ON "devices"."assignments" USING btree ("updated_at") WHERE NOT live AND NOT desired;--> statement-breakpoint
CREATE INDEX "device_faults_device" ON "devices"."device_faults" USING btree ("device_id","raised_at","id");--> statement-breakpoint
CREATE INDEX "device_tasks_device" ON "devices"."device_tasks" USING btree ("device_id","queued_at","id");--> statement-breakpoint
CREATE INDEX "device_tasks_open" ON "devices"."device_tasks" USING btree ("device_id") WHERE state IN ('QUEUED', 'IN_SESSION');--> statement-breakpoint
CREATE UNIQUE INDEX "devices_serial" ON "devices"."devices" USING btree ("oui","product_class","serial_number");--> statement-breakpoint
CREATE INDEX "devices_pop" ON "devices"."devices" USING btree ("pop_id","id");--> statement-breakpoint
CREATE INDEX "devices_region" ON "devices"."devices" USING btree ("region_id","id");--> statement-breakpoint
CREATE INDEX "devices_subscriber" ON "devices"."devices" USING btree ("subscriber_id","id");--> statement-breakpoint
CREATE INDEX "devices_model" ON "devices"."devices" USING btree ("model_id","id");--> statement-breakpoint
CREATE INDEX "devices_lifecycle" ON "devices"."devices" USING btree ("lifecycle","id");--> statement-breakpoint
CREATE INDEX "devices_software" ON "devices"."devices" USING btree ("software_version","id");--> statement-breakpoint
CREATE INDEX "devices_drifted" ON "devices"."devices" USING btree ("id") WHERE desired_version <> coalesce(reported_version, 0);--> statement-breakpoint
CREATE INDEX "devices_roster" ON "devices"."devices" USING btree ("roster_transaction");--> statement-breakpoint
CREATE INDEX "outbox_consumer_id" ON "devices"."outbox" USING btree ("consumer","id");--> statement-breakpoint
CREATE INDEX "pops_region_id" ON "devices"."pops" USING btree ("region_id","id");