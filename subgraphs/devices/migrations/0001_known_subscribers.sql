CREATE TABLE "devices"."known_subscribers" (
	"subscriber_id" text PRIMARY KEY NOT NULL
);
