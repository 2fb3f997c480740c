CREATE SCHEMA IF NOT EXISTS "subscribers";
--> statement-breakpoint
CREATE TABLE "subscribers"."billing_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_day" integer NOT NULL,
	"currency" text NOT NULL,
	"balance" numeric(26, 8) NOT NULL,
	"credit_hold" boolean NOT NULL,
	"billed_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "subscribers"."charge_adjustments" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"usage_record_id" text NOT NULL,
	"amount" numeric(26, 8) NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."exchange_rates" (
	"currency" text PRIMARY KEY NOT NULL,
	"per_euro" numeric(26, 8) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."idempotency_keys" (
	"caller" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_caller_operation_key_pk" PRIMARY KEY("caller","operation","key")
);
--> statement-breakpoint
CREATE TABLE "subscribers"."image_prices" (
	"image_id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"amount" numeric(26, 8),
	"currency" text
);
--> statement-breakpoint
CREATE TABLE "subscribers"."inbox" (
	"producer" text NOT NULL,
	"event_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_producer_event_id_pk" PRIMARY KEY("producer","event_id")
);
--> statement-breakpoint
CREATE TABLE "subscribers"."outbox" (
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
CREATE TABLE "subscribers"."parties" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"phone" text,
	"line1" text,
	"city" text,
	"postcode" text,
	"country_code" text
);
--> statement-breakpoint
CREATE TABLE "subscribers"."plans" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"monthly_fee" numeric(26, 8) NOT NULL,
	"currency" text NOT NULL,
	"max_placements" integer NOT NULL,
	"vcpu" integer NOT NULL,
	"memory_mb" integer NOT NULL,
	"disk_gb" integer NOT NULL,
	"egress_gb_per_month" integer NOT NULL,
	"allowed_image_tags" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."seed_state" (
	"name" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."service_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."subscriber_use" (
	"subscriber_id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"placements" bigint NOT NULL,
	"vcpu" bigint NOT NULL,
	"memory_mb" bigint NOT NULL,
	"disk_gb" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"account_number" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text,
	"segment" text,
	"party_id" text,
	"billing_account_id" text NOT NULL,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers"."tariffs" (
	"unit" text NOT NULL,
	"currency" text NOT NULL,
	"amount" numeric(26, 8) NOT NULL,
	CONSTRAINT "tariffs_unit_currency_pk" PRIMARY KEY("unit","currency")
);
--> statement-breakpoint
CREATE TABLE "subscribers"."usage_ratings" (
	"usage_record_id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"image_id" text NOT NULL,
	"resource_class" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" text NOT NULL,
	"from_at" timestamp (3) with time zone,
	"to_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	"charge" numeric(26, 8),
	"currency" text,
	"adjustments" numeric(26, 8) NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "subscribers"."charge_adjustments" ADD CONSTRAINT "charge_adjustments_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"."subscribers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers"."charge_adjustments" ADD CONSTRAINT "charge_adjustments_usage_record_id_usage_ratings_usage_record_id_fk" FOREIGN KEY ("usage_record_id") REFERENCES "subscribers"."usage_ratings"("usage_record_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers"."service_subscriptions" ADD CONSTRAINT "service_subscriptions_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"."subscribers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers"."service_subscriptions" ADD CONSTRAINT "service_subscriptions_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "subscribers"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers"."subscribers" ADD CONSTRAINT "subscribers_party_id_parties_id_fk" FOREIGN KEY ("party_id") REFERENCES "subscribers"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers"."subscribers" ADD CONSTRAINT "subscribers_billing_account_id_billing_accounts_id_fk" FOREIGN KEY ("billing_account_id") REFERENCES "subscribers"."billing_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "billing_accounts_on_hold" ON "subscribers"."billing_accounts" USING btree ("id") WHERE credit_hold;--> statement-breakpoint
CREATE INDEX "charge_adjustments_of_usage" ON "subscribers"."charge_adjustments" USING btree ("usage_record_id");--> statement-breakpoint
CREATE INDEX "outbox_consumer_id" ON "subscribers"."outbox" USING btree ("consumer","id");--> statement-breakpoint
CREATE INDEX "service_subscriptions_of_subscriber" ON "subscribers"."service_subscriptions" USING btree ("subscriber_id","created_at","id");--> statement-breakpoint
CREATE INDEX "service_subscriptions_of_plan" ON "subscribers"."service_subscriptions" USING btree ("plan_id","subscriber_id");--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_account_number" ON "subscribers"."subscribers" USING btree ("account_number");--> statement-breakpoint
CREATE INDEX "subscribers_created" ON "subscribers"."subscribers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "subscribers_status_created" ON "subscribers"."subscribers" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "subscribers_segment_created" ON "subscribers"."subscribers" USING btree ("segment","created_at","id");--> statement-breakpoint
CREATE INDEX "subscribers_updated" ON "subscribers"."subscribers" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "subscribers_billing_account" ON "subscribers"."subscribers" USING btree ("billing_account_id");--> statement-breakpoint
CREATE INDEX "usage_ratings_unrated" ON "subscribers"."usage_ratings" USING btree ("image_id") WHERE status = 'RECEIVED';--> statement-breakpoint
CREATE VIEW "subscribers"."subscriber_entitlements" AS (SELECT subscription.subscriber_id,
      least(sum(plan.max_placements), 2147483647)::integer AS max_placements,
      least(sum(plan.vcpu), 2147483647)::integer AS vcpu,
      least(sum(plan.memory_mb), 2147483647)::integer AS memory_mb,
      least(sum(plan.disk_gb), 2147483647)::integer AS disk_gb,
      least(sum(plan.egress_gb_per_month), 2147483647)::integer AS egress_gb_per_month,
      bool_or(cardinality(plan.allowed_image_tags) = 0) AS every_image,
      jsonb_agg(to_jsonb(plan.allowed_image_tags)) AS allowed_image_tags
    FROM subscribers.service_subscriptions AS subscription
    JOIN subscribers.plans AS plan ON plan.id = subscription.plan_id
    WHERE subscription.status = 'ACTIVE'
    GROUP BY subscription.subscriber_id);