/** Names of publishers by id. */
export const PUBLISHER_NAMES: Readonly<Record<string, string>> = {
  'pub-lastmile': 'Lastmile Networks',
  'pub-hearth': 'Hearthside Home Systems',
  'pub-adamant': 'Adamant Security',
  'pub-playfield': 'Playfield Interactive',
  'pub-nestwork': 'Nestwork Media',
};
