/** Where subscribers of the demonstration data live, and what people there are called. */
export interface Country {
  readonly code: string;
  readonly currency: string;
  /** How many of a hundred subscribers live there. */
  readonly share: number;
  readonly dialCode: string;
  readonly givenNames: readonly string[];
  readonly familyNames: readonly string[];
  readonly streets: readonly string[];
  /** City and the first digits of its postcodes. */
  readonly cities: readonly (readonly [city: string, postcodePrefix: string])[];
  /** `#` = any digit, completes the prefix. */
  readonly postcodeRest: string;
  readonly numberFirst: boolean;
  readonly companyForm: string;
}

const list = (text: string): readonly string[] => text.split(' ');
const phrases = (text: string): readonly string[] => text.split(', ');

/** The countries of the demonstration data; their shares add up to 100. */
export const COUNTRIES: readonly Country[] = [
  {
    code: 'DE',
    currency: 'EUR',
    share: 30,
    dialCode: '+49',
    givenNames: list(
      'Anna Lukas Sophie Jonas Marie Felix Lena Maximilian Katharina Tobias Emine Cem Julia Florian Birgit Uwe Aylin Henning',
    ),
    familyNames: list(
      'Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Krüger Yılmaz Vogel Brandt Lorenz Kowalski Seidel Nguyen Albrecht Böhm',
    ),
    streets: phrases(
      'Lindenstraße, Hauptstraße, Gartenweg, Schillerstraße, Am Mühlbach, Bahnhofstraße, Rosenweg',
    ),
    cities: [
      ['Berlin', '10'],
      ['Leipzig', '04'],
      ['Hamburg', '22'],
      ['München', '80'],
      ['Köln', '50'],
    ],
    postcodeRest: '###',
    numberFirst: false,
    companyForm: 'GmbH',
  },
  {
    code: 'FR',
    currency: 'EUR',
    share: 18,
    dialCode: '+33',
    givenNames: list(
      'Camille Hugo Léa Louis Manon Antoine Chloé Thomas Inès Mehdi Élodie Mathieu Aurélie Karim Juliette Nicolas',
    ),
    familyNames: list(
      'Martin Bernard Dubois Moreau Laurent Lefèvre Garnier Rousseau Benali Fontaine Chevalier Mercier Haddad Perrin Colin Marchand',
    ),
    streets: phrases(
      'rue des Lilas, avenue Victor Hugo, rue du Moulin, allée des Tilleuls, rue de la Gare, place du Marché',
    ),
    cities: [
      ['Lyon', '690'],
      ['Nantes', '440'],
      ['Toulouse', '310'],
      ['Strasbourg', '670'],
    ],
    postcodeRest: '##',
    numberFirst: true,
    companyForm: 'SARL',
  },
  {
    code: 'IT',
    currency: 'EUR',
    share: 13,
    dialCode: '+39',
    givenNames: list(
      'Giulia Marco Francesca Alessandro Chiara Matteo Sara Lorenzo Elena Davide Martina Giorgio Valentina Paolo',
    ),
    familyNames: list(
      'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Greco Conti Costa Mancini Barbieri Fontana',
    ),
    streets: phrases('Via Garibaldi, Via Roma, Corso Italia, Via dei Mille, Viale Europa, Via Manzoni'),
    cities: [
      ['Torino', '101'],
      ['Bologna', '401'],
      ['Bari', '701'],
      ['Verona', '371'],
    ],
    postcodeRest: '##',
    numberFirst: false,
    companyForm: 'S.r.l.',
  },
  {
    code: 'ES',
    currency: 'EUR',
    share: 13,
    dialCode: '+34',
    givenNames: list(
      'Lucía Pablo Carmen Javier Marta Diego Nuria Álvaro Laura Sergio Elena Iker Ainhoa Rubén',
    ),
    familyNames: list(
      'García Fernández Rodríguez López Martínez Sánchez Pérez Gómez Iglesias Navarro Etxeberria Molina Ortega Castro',
    ),
    streets: phrases(
      'Calle Mayor, Calle del Sol, Avenida de la Constitución, Calle San Juan, Paseo del Prado, Calle Nueva',
    ),
    cities: [
      ['Madrid', '280'],
      ['Valencia', '460'],
      ['Bilbao', '480'],
      ['Sevilla', '410'],
    ],
    postcodeRest: '##',
    numberFirst: false,
    companyForm: 'S.L.',
  },
  {
    code: 'NL',
    currency: 'EUR',
    share: 9,
    dialCode: '+31',
    givenNames: list('Sanne Daan Lotte Bram Fleur Sven Femke Jeroen Noor Ruben Esra Maarten'),
    familyNames: phrases(
      'de Vries, Jansen, van den Berg, Bakker, Visser, Smit, Meijer, Mulder, Bos, Dekker, Yildiz, van Dijk',
    ),
    streets: phrases('Kerkstraat, Dorpsstraat, Molenweg, Stationsweg, Prinsengracht, Wilhelminalaan'),
    cities: [
      ['Utrecht', '35'],
      ['Eindhoven', '56'],
      ['Groningen', '97'],
    ],
    postcodeRest: '## AB',
    numberFirst: false,
    companyForm: 'B.V.',
  },
  {
    code: 'AT',
    currency: 'EUR',
    share: 6,
    dialCode: '+43',
    givenNames: list('Magdalena Stefan Theresa Lukas Barbara Andreas Eva Gregor Petra Matthias'),
    familyNames: list('Gruber Huber Bauer Pichler Steiner Moser Hofer Leitner Berger Novak'),
    streets: phrases('Kirchengasse, Wiener Straße, Berggasse, Mozartstraße, Feldgasse'),
    cities: [
      ['Wien', '10'],
      ['Graz', '80'],
      ['Innsbruck', '60'],
    ],
    postcodeRest: '##',
    numberFirst: false,
    companyForm: 'GmbH',
  },
  {
    code: 'IE',
    currency: 'EUR',
    share: 4,
    dialCode: '+353',
    givenNames: list('Aoife Conor Niamh Cian Saoirse Eoin Róisín Declan Orla Padraig'),
    familyNames: phrases(
      "Murphy, Kelly, O'Sullivan, Walsh, Byrne, Ryan, O'Connor, Doyle, McCarthy, Gallagher",
    ),
    streets: phrases('Main Street, Church Road, Station Road, The Green, Mill Lane'),
    cities: [
      ['Cork', 'T12 W'],
      ['Galway', 'H91 E'],
      ['Dublin', 'D08 X'],
    ],
    postcodeRest: '###',
    numberFirst: true,
    companyForm: 'Ltd',
  },
  {
    code: 'CH',
    currency: 'CHF',
    share: 4,
    dialCode: '+41',
    givenNames: list('Nina Reto Céline Urs Alessia Beat Sarah Marc Livia Jan'),
    familyNames: list('Meier Keller Favre Bernasconi Zimmermann Frei Rochat Baumann Gerber Caduff'),
    streets: phrases('Seestrasse, Dorfstrasse, Rue du Lac, Bahnhofstrasse, Via Cantonale'),
    cities: [
      ['Zürich', '80'],
      ['Lausanne', '10'],
      ['Bern', '30'],
    ],
    postcodeRest: '##',
    numberFirst: false,
    companyForm: 'AG',
  },
  {
    code: 'GB',
    currency: 'GBP',
    share: 3,
    dialCode: '+44',
    givenNames: list('Olivia Harry Amelia Jack Priya Callum Zara Ewan Megan Imran'),
    familyNames: list('Smith Jones Taylor Patel Evans Wilson Campbell Hughes Khan Robertson'),
    streets: phrases('High Street, Church Lane, Victoria Road, Park Avenue, Mill Road'),
    cities: [
      ['Leeds', 'LS1 '],
      ['Bristol', 'BS1 '],
      ['Cardiff', 'CF10 '],
    ],
    postcodeRest: '#AB',
    numberFirst: true,
    companyForm: 'Ltd',
  },
];
