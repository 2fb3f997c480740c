CREATE SCHEMA IF NOT EXISTS "images";
--> statement-breakpoint
CREATE TABLE "images"."applications" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"publisher_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "applications_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "images"."device_images" (
	"device_id" text NOT NULL,
	"image_id" text NOT NULL,
	"cached_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "device_images_device_id_image_id_pk" PRIMARY KEY("device_id","image_id")
);
--> statement-breakpoint
CREATE TABLE "images"."idempotency_keys" (
	"caller" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_caller_operation_key_pk" PRIMARY KEY("caller","operation","key")
);
--> statement-breakpoint
CREATE TABLE "images"."image_members" (
	"image_id" text NOT NULL,
	"publisher_id" text NOT NULL,
	"accepted" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "image_members_image_id_publisher_id_pk" PRIMARY KEY("image_id","publisher_id")
);
--> statement-breakpoint
CREATE TABLE "images"."image_use" (
	"placement_id" text PRIMARY KEY NOT NULL,
	"image_id" text NOT NULL,
	"device_id" text NOT NULL,
	"live" boolean NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images"."images" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"application_id" text,
	"app_version" text,
	"version_key" text COLLATE "C" DEFAULT '' NOT NULL,
	"owner_id" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text,
	"visibility" text NOT NULL,
	"disk_format" text NOT NULL,
	"container_format" text NOT NULL,
	"size_bytes" bigint,
	"virtual_size_bytes" bigint,
	"hash_algo" text,
	"hash_value" text,
	"min_ram_mb" integer NOT NULL,
	"min_disk_gb" integer NOT NULL,
	"properties" jsonb NOT NULL,
	"arch" text GENERATED ALWAYS AS (upper(properties ->> 'architecture')) STORED NOT NULL,
	"tags" text[] NOT NULL,
	"protected" boolean DEFAULT false NOT NULL,
	"hidden" boolean DEFAULT false NOT NULL,
	"price_amount" numeric,
	"price_currency" text,
	"upload_id" text,
	"uploader_lock" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "images_sizes_not_negative" CHECK (min_ram_mb >= 0 AND min_disk_gb >= 0),
	CONSTRAINT "images_queued_without_size" CHECK (status <> 'QUEUED' OR size_bytes IS NULL)
);
--> statement-breakpoint
CREATE TABLE "images"."inbox" (
	"producer" text NOT NULL,
	"event_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_producer_event_id_pk" PRIMARY KEY("producer","event_id")
);
--> statement-breakpoint
CREATE TABLE "images"."outbox" (
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
CREATE TABLE "images"."publishers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images"."seed_state" (
	"name" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "images"."applications" ADD CONSTRAINT "applications_publisher_id_publishers_id_fk" FOREIGN KEY ("publisher_id") REFERENCES "images"."publishers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images"."image_members" ADD CONSTRAINT "image_members_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "images"."images"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images"."image_members" ADD CONSTRAINT "image_members_publisher_id_publishers_id_fk" FOREIGN KEY ("publisher_id") REFERENCES "images"."publishers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images"."images" ADD CONSTRAINT "images_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "images"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images"."images" ADD CONSTRAINT "images_owner_id_publishers_id_fk" FOREIGN KEY ("owner_id") REFERENCES "images"."publishers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_by_publisher" ON "images"."applications" USING btree ("publisher_id","slug");--> statement-breakpoint
CREATE INDEX "image_use_live" ON "images"."image_use" USING btree ("image_id") WHERE live;--> statement-breakpoint
CREATE INDEX "images_newest" ON "images"."images" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "images_by_application" ON "images"."images" USING btree ("application_id","version_key","id");--> statement-breakpoint
CREATE INDEX "images_by_owner" ON "images"."images" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "images_saving" ON "images"."images" USING btree ("status") WHERE status = 'SAVING';--> statement-breakpoint
CREATE INDEX "outbox_consumer_id" ON "images"."outbox" USING btree ("consumer","id");