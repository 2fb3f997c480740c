import { defineConfig } from 'drizzle-kit';

// ROOM=devices npm run migrations:generate writes the next SQL file of that room from its tables.ts.
const room = process.env['ROOM'] ?? '';

export default defineConfig({
  dialect: 'postgresql',
  schema: `./subgraphs/${room}/tables.ts`,
  out: `./subgraphs/${room}/migrations`,
  schemaFilter: [room],
});
