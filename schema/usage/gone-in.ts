/** What `before` has and `after` has not; of several, those that a change's message names, for it is about one of them. */
export function goneIn(
  message: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const gone = before.filter((name) => !after.includes(name));
  const words = new Set(message.split(/\W+/));
  const named = gone.filter((name) => words.has(name));
  return named.length > 0 ? named : gone;
}
