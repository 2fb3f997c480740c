import {
  billingAccounts,
  chargeAdjustments,
  imagePrices,
  parties,
  plans,
  serviceSubscriptions,
  subscriberEntitlements,
  subscribers,
  subscriberUse,
  tariffs,
  usageRatings,
} from '../tables';

export type SubscriberRow = typeof subscribers.$inferSelect;
export type PartyRow = typeof parties.$inferSelect;
export type BillingAccountRow = typeof billingAccounts.$inferSelect;
export type PlanRow = typeof plans.$inferSelect;
export type ServiceSubscriptionRow = typeof serviceSubscriptions.$inferSelect;
export type EntitlementRow = typeof subscriberEntitlements.$inferSelect;
export type UseRow = typeof subscriberUse.$inferSelect;
export type ImagePriceRow = typeof imagePrices.$inferSelect;
export type TariffRow = typeof tariffs.$inferSelect;
export type UsageRatingRow = typeof usageRatings.$inferSelect;
export type ChargeAdjustmentRow = typeof chargeAdjustments.$inferSelect;
