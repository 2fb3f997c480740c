/** All state of the product, below the folder it is started in. */
export const DEFAULT_DATA_FOLDER = './.lastmile';

/** The publisher that a portal token speaks for unless told otherwise. */
export const DEFAULT_PUBLISHER = 'pub-lastmile';

/** The gateway's port unless `PORT` or `--port` says otherwise. */
export const DEFAULT_PORT = 4000;

/** Interfaces are opened by choice: loopback only unless told otherwise. */
export const DEFAULT_HOST = '127.0.0.1';

/** The seed of the demonstration data. */
export const DEFAULT_SEED = 'lastmile';

/** The name of the database in a PostgreSQL that the product starts itself. */
export const DATABASE_NAME = 'lastmile';
