import type { Random } from '../../kit/random';
import { PartyKind } from '../types/enums';
import type { Country } from './countries';

/** A row of `parties`. */
export interface SeedParty {
  readonly id: string;
  readonly kind: PartyKind;
  readonly display_name: string;
  readonly email: string;
  readonly phone: string;
  readonly line1: string;
  readonly city: string;
  readonly postcode: string;
  readonly country_code: string;
}

const TRADES = [
  'Bakery',
  'Dental',
  'Architects',
  'Cycles',
  'Logistics',
  'Print',
  'Optik',
  'Studio',
  'Garden',
  'Legal',
];

/** Reserved for documentation (RFC 2606): no mail reaches anybody. */
const MAIL_DOMAINS = ['example.com', 'example.net', 'example.org'];

/** A believable person or company of a country. */
export function seedParty(id: string, kind: PartyKind, country: Country, random: Random): SeedParty {
  const given = random.pick(country.givenNames);
  const family = random.pick(country.familyNames);
  const isCompany = kind === PartyKind.ORGANIZATION;
  const displayName = isCompany
    ? `${family} ${random.pick(TRADES)} ${country.companyForm}`
    : `${given} ${family}`;
  const mailbox = isCompany ? `office.${plain(family)}` : `${plain(given)}.${plain(family)}`;
  const [city, postcodePrefix] = random.pick(country.cities);
  const street = random.pick(country.streets);
  const house = random.integer(1, 140);
  return {
    id,
    kind,
    display_name: displayName,
    email: `${mailbox}${random.integer(1, 99)}@${random.pick(MAIL_DOMAINS)}`,
    phone: `${country.dialCode} 555 ${digits('### ####', random)}`,
    line1: country.numberFirst ? `${house} ${street}` : `${street} ${house}`,
    city,
    postcode: postcodePrefix + digits(country.postcodeRest, random),
    country_code: country.code,
  };
}

function digits(pattern: string, random: Random): string {
  return pattern.replaceAll('#', () => String(random.integer(0, 9)));
}

/** What a mailbox is called: lower case letters without marks. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}
