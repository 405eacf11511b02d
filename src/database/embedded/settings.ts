/** postgresql.conf for a machine of two cores. Durability is left on: fsync, synchronous_commit, full_page_writes. */
export const defaultSettings: Readonly<Record<string, string>> = {
  max_connections: '200',
  shared_buffers: '128MB',
  wal_buffers: '16MB',
  max_wal_size: '1GB',
  max_wal_senders: '0', // no replicas, which is also what allows wal_level minimal:
  wal_level: 'minimal',
  max_logical_replication_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log', // refused statements are the caller's to log, and may hold data
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};
