/**
 * A text inside a table cell of Markdown that says itself and does nothing: no markup, no HTML, no mention of a person,
 * no new row.
 */
export function markdownText(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replace(/\s*\r?\n\s*/g, '<br>');
}

/** A text as code inside a table cell. */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
