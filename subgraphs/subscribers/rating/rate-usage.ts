import Big from 'big.js';
import { UsageStatus } from '../types/enums';
import { decimalText } from './decimal-text';

/** What was metered, as other rooms tell it. */
export interface Usage {
  readonly quantity: string;
  readonly unit: string;
  readonly imageId: string;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

/** An amount and its currency. */
export interface Price {
  readonly amount: string;
  readonly currency: string;
}

/** What a rating needs to know; `undefined` = not known (yet). */
export interface PriceBook {
  /** The currency of the subscriber's account. */
  readonly currency: string | undefined;
  /** The image's price of a VCPU_HOUR: `null` = free of charge. */
  imagePrice(imageId: string): Price | null | undefined;
  tariff(unit: string, currency: string): string | undefined;
}

/** RATED with a charge, RECEIVED while a price is missing, REJECTED when it cannot be rated ever. */
export type Rating =
  | { readonly status: UsageStatus.RATED; readonly charge: string; readonly currency: string }
  | {
      readonly status: UsageStatus.RECEIVED | UsageStatus.REJECTED;
      readonly charge: null;
      readonly currency: null;
    };

const RECEIVED: Rating = { status: UsageStatus.RECEIVED, charge: null, currency: null };
const REJECTED: Rating = { status: UsageStatus.REJECTED, charge: null, currency: null };

/** The unit whose price the image's publisher sets. */
const IMAGE_PRICED_UNIT = 'VCPU_HOUR';
const TARIFF_UNITS: readonly string[] = ['MB_HOUR', 'GB_HOUR'];

/** More than any box can use in a century. */
const MAX_QUANTITY = new Big('1e12');
const QUANTITY = /^\d{1,15}(\.\d{1,10})?$/;

/** Rates one usage record (TMF635: received, rated or rejected). The one rule for stored and for asked-for charges. */
export function rateUsage(usage: Usage, prices: PriceBook): Rating {
  if (!isPlausible(usage)) return REJECTED;
  const price = priceOf(usage, prices);
  if (price === undefined) return RECEIVED;
  return {
    status: UsageStatus.RATED,
    charge: decimalText(new Big(usage.quantity).times(price.amount)),
    currency: price.currency,
  };
}

function isPlausible({ quantity, unit, from, to }: Usage): boolean {
  if (unit !== IMAGE_PRICED_UNIT && !TARIFF_UNITS.includes(unit)) return false;
  // A minus sign does not match either: nobody uses less than nothing.
  if (!QUANTITY.test(quantity) || new Big(quantity).gt(MAX_QUANTITY)) return false;
  return !(from && to) || from <= to;
}

function priceOf(usage: Usage, prices: PriceBook): Price | undefined {
  const { currency } = prices;
  if (usage.unit !== IMAGE_PRICED_UNIT) {
    const amount = currency === undefined ? undefined : prices.tariff(usage.unit, currency);
    return amount === undefined || currency === undefined ? undefined : { amount, currency };
  }
  const price = prices.imagePrice(usage.imageId);
  if (price === null) return currency === undefined ? undefined : { amount: '0', currency };
  return price;
}
