/** The first line of a subgraph that has all of federation; what follows it begins at the same line. */
export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", ' +
  '"@provides", "@shareable", "@inaccessible", "@tag", "@override", "@authenticated", "@requiresScopes", "@cost", ' +
  '"@listSize", "@composeDirective"]) ';
