const DIRECTIVES = [
  ...['@key', '@external', '@requires', '@provides', '@shareable', '@override', '@extends'],
  ...['@interfaceObject', '@inaccessible', '@tag', '@composeDirective', '@context', '@fromContext'],
];

/** The schema of a Federation 2 subgraph: `sdl` with every directive that the suites use imported. */
export function federated(sdl: string): string {
  const imported = DIRECTIVES.map((name) => `"${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imported}])\n${sdl}`;
}
