import { type Random } from '../../kit/random';
import { type DeviceRow } from '../tables';
import { type AccessTechnology } from '../types/enums';

/** The line into a home. */
export type SeedLine = Pick<
  DeviceRow,
  'accessTechnology' | 'downlinkKbps' | 'uplinkKbps' | 'dataCapRemainingGb'
>;

interface Product {
  readonly technology: AccessTechnology;
  readonly share: number;
  /** Share of these lines that are throttled after a monthly volume. */
  readonly metered: number;
  /** Speeds that are sold, down and up, in kbit/s. */
  readonly speeds: readonly (readonly [number, number])[];
}

const PRODUCTS: readonly Product[] = [
  {
    technology: 'FTTH',
    share: 0.38,
    metered: 0,
    speeds: [
      [100_000, 50_000],
      [250_000, 100_000],
      [500_000, 250_000],
      [1_000_000, 500_000],
    ],
  },
  {
    technology: 'VDSL',
    share: 0.31,
    metered: 0.03,
    speeds: [
      [16_000, 2_400],
      [50_000, 10_000],
      [100_000, 40_000],
      [250_000, 40_000],
    ],
  },
  {
    technology: 'DOCSIS',
    share: 0.18,
    metered: 0,
    speeds: [
      [100_000, 10_000],
      [250_000, 25_000],
      [1_000_000, 50_000],
    ],
  },
  {
    technology: 'FIXED_WIRELESS',
    share: 0.08,
    metered: 0.6,
    speeds: [
      [30_000, 8_000],
      [100_000, 20_000],
      [300_000, 40_000],
    ],
  },
  {
    technology: 'ETHERNET',
    share: 0.05,
    metered: 0,
    speeds: [
      [300_000, 300_000],
      [1_000_000, 1_000_000],
    ],
  },
];

/** No line: the box is in nobody's home. */
export const NO_LINE: SeedLine = {
  accessTechnology: null,
  downlinkKbps: null,
  uplinkKbps: null,
  dataCapRemainingGb: null,
};

/** A line as it is sold; the volume that is left of a metered one depends on the day of the month. */
export function seedLine(random: Random): SeedLine {
  let draw = random.next();
  const product = PRODUCTS.find(({ share }) => (draw -= share) < 0) ?? PRODUCTS[0];
  const [downlinkKbps, uplinkKbps] = random.pick(product?.speeds ?? [[50_000, 10_000] as const]);
  return {
    accessTechnology: product?.technology ?? 'VDSL',
    downlinkKbps,
    uplinkKbps,
    dataCapRemainingGb: random.chance(product?.metered ?? 0) ? random.integer(8, 480) : null,
  };
}
