/** A team with the question it would paste first. */
export interface TeamQuery {
  /** The client its token is made for. */
  readonly client: 'billing' | 'provisioning' | 'scheduling' | 'portal';
  readonly question: string;
  readonly query: string;
}

/** One question per team, answered by the seeded graph without any variable. */
export const TEAM_QUERIES: readonly TeamQuery[] = [
  {
    client: 'billing',
    question: 'From subscribers to the box in their closet, what it runs, and who made that',
    query:
      '{ subscribers(first: 3) { edges { node { accountNumber devices(first: 2) { edges { node { id reachability hot { memoryFreeMb } placements(first: 3) { edges { node { state image { name application { publisher { name } } } } } } } } } } } } }',
  },
  {
    client: 'provisioning',
    question: 'Boxes of one central office that went dark, and whose they are',
    query:
      '{ devices(filter: { popId: "pop-north-01", reachability: [OFFLINE], lifecycle: [ACTIVATED] }, first: 5) { edges { node { id lastSeenAt model { name } subscriber { accountNumber } } } } }',
  },
  {
    client: 'scheduling',
    question: 'Room that is left in a region, by central office',
    query:
      '{ region(id: "region-north") { name capacity { resourceClass capacity used } pops(first: 4) { edges { node { name summary { total online offline } capacity { resourceClass used freeBuckets } } } } } }',
  },
  {
    client: 'portal',
    question: 'A publisher looks at its catalogue and how it rolls out',
    query:
      '{ publisher(id: "pub-lastmile") { name applications(first: 5) { edges { node { name images(first: 3) { edges { node { appVersion status rollout { running pulling failed24h } } } } } } } } }',
  },
];
