import { socketPort } from './postmaster-pid.ts'

/** Settings of the embedded PostgreSQL, by their PostgreSQL names. Given on the command line, so that a new release changes them for old folders too. */
export type PostgresSettings = Readonly<Record<string, string>>

const defaults: PostgresSettings = {
  // Only a socket in a folder nobody else may search: nothing listens on the network.
  listen_addresses: '',
  port: String(socketPort),
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '64MB',
  // An acknowledged message is on the disk.
  synchronous_commit: 'on',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling a plan costs more than any query here takes.
  jit: 'off',
  // Nothing replicates from an embedded database.
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  log_line_prefix: '',
}

/** The `-c` arguments for `postgres`. */
export const settingArguments = (socketFolder: string, changes: PostgresSettings = {}): string[] =>
  Object.entries({ ...defaults, unix_socket_directories: `"${socketFolder}"`, ...changes }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )

/** Settings for databases that are thrown away: quick, and lost with the machine's power. */
export const throwAwaySettings: PostgresSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
}
