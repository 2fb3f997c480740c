import {
  billingAccounts,
  chargeAdjustments,
  imagePrices,
  parties,
  plans,
  serviceSubscriptions,
  subscriberEntitlements,
  subscribers,
  tariffs,
  usageRatings,
} from '../tables';

/** A row of subscribers. */
export type SubscriberRow = typeof subscribers.$inferSelect;
/** A row of parties. */
export type PartyRow = typeof parties.$inferSelect;
/** A row of billing_accounts. */
export type BillingAccountRow = typeof billingAccounts.$inferSelect;
/** A row of plans. */
export type PlanRow = typeof plans.$inferSelect;
/** A row of service_subscriptions. */
export type ServiceSubscriptionRow = typeof serviceSubscriptions.$inferSelect;
/** A row of the view subscriber_entitlements. */
export type EntitlementRow = typeof subscriberEntitlements.$inferSelect;
/** A row of image_prices. */
export type ImagePriceRow = typeof imagePrices.$inferSelect;
/** A row of tariffs. */
export type TariffRow = typeof tariffs.$inferSelect;
/** A row of usage_ratings. */
export type UsageRatingRow = typeof usageRatings.$inferSelect;
/** A row of charge_adjustments. */
export type ChargeAdjustmentRow = typeof chargeAdjustments.$inferSelect;
