import type { Migration } from '../db/migrate.ts'

/**
 * The event log, oldest first: the truth that everything else is derived from.
 *
 * `block`: `first_position` is that of its first event, the others follow without a gap. `records`, `bodies`: see block.ts.
 * `event_key`: the start of each event's hash with its position, to find duplicates; a match is confirmed by the full hash.
 * `log_head`: one row. `next_position` moves in the transaction that writes a block, under a row lock where several processes write, so
 * positions are in commit order; a sequence would not be. `indexed_position`: event_key holds all events up to it.
 * `compacted_position`: blocks up to it have been joined.
 */
export const logMigrations: readonly Migration[] = [
  {
    id: 1,
    slug: 'event-log',
    sqlite: `
      CREATE TABLE block (first_position INTEGER PRIMARY KEY, count INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, records BLOB NOT NULL, bodies BLOB NOT NULL) STRICT;
      CREATE TABLE event_key (key INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (key, position)) STRICT, WITHOUT ROWID;
      CREATE TABLE log_head (id INTEGER PRIMARY KEY, next_position INTEGER NOT NULL, indexed_position INTEGER NOT NULL, compacted_position INTEGER NOT NULL, raw_bytes INTEGER NOT NULL) STRICT;
      INSERT INTO log_head VALUES (1, 1, 0, 0, 0)`,
    postgres: `
      CREATE TABLE block (day date NOT NULL, first_position bigint NOT NULL, count bigint NOT NULL, raw_bytes bigint NOT NULL, records bytea NOT NULL, bodies bytea NOT NULL, PRIMARY KEY (first_position, day)) PARTITION BY RANGE (day);
      CREATE TABLE event_key (key bigint NOT NULL, position bigint NOT NULL, PRIMARY KEY (key, position));
      CREATE TABLE log_head (id bigint PRIMARY KEY, next_position bigint NOT NULL, indexed_position bigint NOT NULL, compacted_position bigint NOT NULL, raw_bytes bigint NOT NULL);
      INSERT INTO log_head VALUES (1, 1, 0, 0, 0)`,
  },
]
