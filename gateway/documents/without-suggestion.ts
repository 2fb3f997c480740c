/** A message of graphql-js without its guess: where introspection is off, it would give the schema away name by name. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}
