import { createRandom, type Random } from '../../../subgraphs/kit/random';

/** Somebody who drives to sites. */
export interface Technician {
  readonly id: string;
  readonly name: string;
  readonly callSign: string;
  readonly hiredYear: number;
  visits(): readonly Visit[];
}

/** A mast with its cabinet. */
export interface Site {
  readonly code: string;
  readonly name: string;
  readonly heightM: number;
  readonly distanceKm: number;
  readonly hasSpares: boolean;
  readonly serviceMinutes: number;
  visits(): readonly Visit[];
}

/** One drive of a technician to a site. */
export interface Visit {
  readonly id: string;
  readonly note: string;
  site(): Site;
  technician(): Technician;
}

/** A power meter at a site. */
export interface Meter {
  readonly id: string;
  readonly label: string;
  readonly town: string;
  readonly kilowattHours: number;
  readonly isOnline: boolean;
}

/** All there is; the same on every machine. */
export interface FieldService {
  readonly technicians: readonly Technician[];
  readonly sites: readonly Site[];
  readonly visits: readonly Visit[];
  readonly meters: readonly Meter[];
}

const TECHNICIANS = 6;
const SITES = 9;
const VISITS = 25;
const METERS = 1_000;

/** How long the service of a site takes: `depot` is told the height and the distance by the gateway (`@requires`). */
export function serviceMinutes(heightM: number, distanceKm: number): number {
  return 30 + 2 * heightM + Math.round((distanceKm * 60) / 70);
}

/** The data that all stub subgraphs and the monolith serve. */
export function createFieldService(): FieldService {
  const random = createRandom('field service');
  const visits: Visit[] = [];
  const technicians = range(TECHNICIANS).map((number) => createTechnician(number, random, visits));
  const sites = range(SITES).map((number) => createSite(number, random, visits));
  for (const number of range(VISITS)) {
    // In turns, so that everybody drives and every site is seen; the pairs differ because 6 and 9 share only 3.
    const technician = technicians[number % TECHNICIANS] ?? random.pick(technicians);
    const site = sites[(number + Math.floor(number / SITES)) % SITES] ?? random.pick(sites);
    visits.push({
      id: `visit-${number + 1}`,
      note: random.pick(NOTES),
      site: () => site,
      technician: () => technician,
    });
  }
  const meters = range(METERS).map((number) => createMeter(number, random));
  return { technicians, sites, visits, meters };
}

function createTechnician(number: number, random: Random, visits: readonly Visit[]): Technician {
  const technician: Technician = {
    id: `tech-${number + 1}`,
    name: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
    callSign: `rig-${random.integer(100, 999)}`,
    hiredYear: random.integer(1998, 2025),
    visits: () => visits.filter((visit) => visit.technician() === technician),
  };
  return technician;
}

function createSite(number: number, random: Random, visits: readonly Visit[]): Site {
  const heightM = random.integer(12, 85);
  const distanceKm = random.integer(1, 160);
  const site: Site = {
    code: `MAST-${String(number + 1).padStart(3, '0')}`,
    name: `${random.pick(TOWNS)} ${random.pick(PLACES)}`,
    heightM,
    distanceKm,
    hasSpares: random.chance(0.6),
    serviceMinutes: serviceMinutes(heightM, distanceKm),
    visits: () => visits.filter((visit) => visit.site() === site),
  };
  return site;
}

function createMeter(number: number, random: Random): Meter {
  return {
    id: `meter-${String(number + 1).padStart(4, '0')}`,
    label: `${random.pick(PLACES)} feed ${random.integer(1, 4)}`,
    town: random.pick(TOWNS),
    kilowattHours: random.integer(100, 900_000) / 10,
    isOnline: random.chance(0.95),
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

const FIRST_NAMES = ['Ida', 'Jonas', 'Mirela', 'Tomasz', 'Yusuf', 'Greta', 'Pavel', 'Nora'];
const LAST_NAMES = ['Albrecht', 'Brandt', 'Czerny', 'Dahl', 'Eriksen', 'Fuchs', 'Ginter', 'Horvat'];
const TOWNS = ['Altenau', 'Birkholz', 'Cranzahl', 'Dornstedt', 'Ebersbach', 'Falkenrode', 'Grimmen'];
const PLACES = ['water tower', 'church roof', 'north ridge', 'old mill', 'goods yard', 'school hill'];
const NOTES = [
  'rectifier swapped, battery string measured again',
  'ice on the ladder, a second person was needed',
  'new sector antenna mounted and aligned',
  'cabinet fan replaced and its filter cleaned',
  'microwave link realigned after the autumn storm',
  'door contact renewed, alarm line tested twice',
  'fibre splice repaired, its loss is within limits',
];
