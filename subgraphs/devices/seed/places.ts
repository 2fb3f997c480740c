import { type SeedPlan } from '../../kit/seed-plan';
import { type PopRow, type RegionRow } from '../tables';

/** Cities of each region, with their country; the telco works on both sides of a border. */
const CITIES: Readonly<Record<string, readonly (readonly [name: string, country: string])[]>> = {
  north: cities('DE', 'Hamburg', 'Bremen', 'Kiel', 'Rostock', 'Lübeck', 'Oldenburg', 'Flensburg', 'Schwerin'),
  east: cities('DE', 'Berlin', 'Leipzig', 'Dresden', 'Magdeburg', 'Potsdam', 'Chemnitz', 'Cottbus', 'Halle'),
  south: [
    ...cities('DE', 'München', 'Stuttgart', 'Nürnberg'),
    ...cities('AT', 'Salzburg', 'Linz'),
    ...cities('DE', 'Augsburg', 'Ulm', 'Regensburg'),
  ],
  west: [
    ...cities('DE', 'Köln', 'Dortmund'),
    ...cities('NL', 'Arnhem', 'Maastricht'),
    ...cities('DE', 'Aachen', 'Münster', 'Bielefeld', 'Bonn'),
  ],
  central: cities('DE', 'Frankfurt', 'Kassel', 'Erfurt', 'Mainz', 'Würzburg', 'Fulda', 'Gießen', 'Jena'),
  coast: cities('DK', 'Aarhus', 'Odense', 'Esbjerg', 'Aalborg', 'Kolding', 'Vejle', 'Horsens', 'Randers'),
  alps: cities('CH', 'Bern', 'Luzern', 'Chur', 'Thun', 'Basel', 'Winterthur', 'Zug', 'Sion'),
  isles: cities('IE', 'Dublin', 'Cork', 'Galway', 'Limerick', 'Waterford', 'Sligo', 'Kilkenny', 'Tralee'),
};

/** Lines that a PoP gives where nobody said otherwise: what was dug in its town. */
const DEFAULT_LINES = [
  { defaultTechnology: 'FTTH', defaultDownlinkKbps: 500_000, defaultUplinkKbps: 250_000 },
  { defaultTechnology: 'VDSL', defaultDownlinkKbps: 100_000, defaultUplinkKbps: 40_000 },
  { defaultTechnology: 'FTTH', defaultDownlinkKbps: 250_000, defaultUplinkKbps: 100_000 },
  { defaultTechnology: 'DOCSIS', defaultDownlinkKbps: 250_000, defaultUplinkKbps: 25_000 },
] as const;

/** The regions of the plan. */
export function seedRegions(plan: SeedPlan): RegionRow[] {
  return plan.regionIds.map((id) => ({ id, name: `Region ${capitalised(nameOf(id))}` }));
}

/** The PoPs of the plan, each in a town of its region; a town with several numbers them. */
export function seedPops(plan: SeedPlan): PopRow[] {
  return plan.popIds.map((id, index) => {
    const regionId = plan.regionOfPop(id);
    const inRegion = Number(/\d+$/.exec(id)?.[0] ?? '1') - 1;
    const towns = CITIES[nameOf(regionId)] ?? cities('DE', capitalised(nameOf(regionId)));
    const [town = id, countryCode = 'DE'] = towns[inRegion % towns.length] ?? [];
    const round = Math.floor(inRegion / towns.length);
    const line = DEFAULT_LINES[index % DEFAULT_LINES.length] ?? DEFAULT_LINES[0];
    return { id, name: round === 0 ? town : `${town} ${round + 1}`, regionId, countryCode, ...line };
  });
}

function cities(country: string, ...names: string[]): (readonly [string, string])[] {
  return names.map((name) => [name, country] as const);
}

function nameOf(regionId: string): string {
  return regionId.slice('region-'.length);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
