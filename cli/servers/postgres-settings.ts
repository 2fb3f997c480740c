/** What decides the settings a server is started with. */
export interface PostgresSettingsInput {
  socketFolder: string;
  majorVersion: number;
  /** False gives up safety against a crash of the machine, for tests. */
  durable: boolean;
  /** Pages that all backends share, in megabytes. @default 8 */
  sharedMegabytes?: number | undefined;
}

/** The command line settings of our private server: no network, little memory, and quick to stop. */
export function postgresSettings(input: PostgresSettingsInput): string[] {
  const { socketFolder, majorVersion, durable, sharedMegabytes = 8 } = input;
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    port: '5432',
    max_connections: '100',
    shared_buffers: `${sharedMegabytes}MB`,
    max_wal_size: '1GB',
    min_wal_size: '32MB',
    // Nobody replicates from here, and each of these keeps a process or memory ready for it.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    autovacuum: 'on',
    autovacuum_max_workers: '2',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Version 18 starts three more processes for reading ahead, which a small private database does not need.
    ...(majorVersion >= 18 ? { io_method: 'sync' } : {}),
    // Commits are still handed to the system before they are acknowledged, so they outlive a killed server.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
