/** A row of `plans`, and how many of a hundred subscriptions take it. */
export interface SeedPlan {
  readonly id: string;
  readonly name: string;
  readonly monthly_fee: string;
  readonly currency: string;
  readonly max_placements: number;
  readonly vcpu: number;
  readonly memory_mb: number;
  readonly disk_gb: number;
  readonly egress_gb_per_month: number;
  readonly allowed_image_tags: readonly string[];
  readonly share: number;
}

type Row = readonly [
  id: string,
  name: string,
  fee: string,
  placements: number,
  vcpu: number,
  memoryMb: number,
  diskGb: number,
  egressGb: number,
  share: number,
];

const ROWS: readonly Row[] = [
  ['plan-lite', 'Edge Lite', '4.99', 1, 1, 256, 2, 50, 12],
  ['plan-home', 'Edge Home', '9.99', 3, 2, 1024, 8, 200, 28],
  ['plan-home-plus', 'Edge Home Plus', '14.99', 5, 4, 2048, 16, 400, 24],
  ['plan-family', 'Edge Family', '19.99', 8, 6, 4096, 40, 800, 20],
  ['plan-studio', 'Edge Studio', '39.99', 12, 10, 8192, 100, 2000, 10],
  ['plan-business', 'Edge Business', '79.99', 20, 16, 16384, 200, 5000, 6],
];

/** The plans of the demonstration data, smallest first. All allow every image. */
export const SEED_PLANS: readonly SeedPlan[] = ROWS.map(
  ([id, name, fee, placements, vcpu, memoryMb, diskGb, egressGb, share]) => ({
    id,
    name,
    monthly_fee: fee,
    currency: 'EUR',
    max_placements: placements,
    vcpu,
    memory_mb: memoryMb,
    disk_gb: diskGb,
    egress_gb_per_month: egressGb,
    allowed_image_tags: [],
    share,
  }),
);
