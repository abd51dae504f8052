import type { Executor, SqlValue } from '../db/contract.ts'
import type { Migration } from '../db/migrate.ts'

/**
 * The tables of control, in words of both engines: ID numbers rows by itself, WHOLE is a 64-bit integer. Times are ms since 1970; yes
 * and no are 1 and 0.
 *
 * control_meta: single values (instance id, revision of what the gate needs, saved public URL).
 * source_tokens.internal 1: made by the server for one test event, never listed.
 * source_minutes: accepted and refused events of one source in one minute (minutes since 1970).
 * source_progress: the first time that a source reached a step of the ladder.
 * one_time_links.person_id null: for the first administrator. personal_tokens.person_id null: made by the command line.
 * rejections.whole 1: the body is kept whole, under a valid token.
 */
const first = `
CREATE TABLE control_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE sources (
  id ID, name TEXT NOT NULL, base_url TEXT, sync_mode TEXT NOT NULL, paused WHOLE NOT NULL, created_at WHOLE NOT NULL, created_by TEXT, removed_at WHOLE,
  producer TEXT, producer_version TEXT, accepted WHOLE NOT NULL, refused WHOLE NOT NULL, first_event_at WHOLE, last_event_at WHOLE, last_test_at WHOLE
) STRICT;
CREATE TABLE source_tokens (
  id ID, source_id WHOLE NOT NULL, public_id TEXT NOT NULL, hash BLOB NOT NULL, internal WHOLE NOT NULL, created_at WHOLE NOT NULL, expires_at WHOLE,
  revoked_at WHOLE, last_used_at WHOLE, last_used_by TEXT, last_used_from TEXT
) STRICT;
CREATE UNIQUE INDEX source_tokens_public_id ON source_tokens (public_id);
CREATE INDEX source_tokens_source ON source_tokens (source_id);
CREATE TABLE source_minutes (source_id WHOLE NOT NULL, minute WHOLE NOT NULL, accepted WHOLE NOT NULL, refused WHOLE NOT NULL, PRIMARY KEY (source_id, minute)) STRICT;
CREATE INDEX source_minutes_minute ON source_minutes (minute);
CREATE TABLE source_progress (source_id WHOLE NOT NULL, step TEXT NOT NULL, at WHOLE NOT NULL, detail TEXT, link TEXT, PRIMARY KEY (source_id, step)) STRICT;
CREATE TABLE people (
  id ID, name TEXT NOT NULL, email TEXT NOT NULL, email_key TEXT NOT NULL, role TEXT NOT NULL, disabled WHOLE NOT NULL, password TEXT,
  created_at WHOLE NOT NULL, last_seen_at WHOLE
) STRICT;
CREATE UNIQUE INDEX people_email ON people (email_key);
CREATE TABLE sessions (hash TEXT PRIMARY KEY, person_id WHOLE NOT NULL, created_at WHOLE NOT NULL, used_at WHOLE NOT NULL, from_address TEXT NOT NULL, client TEXT) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE TABLE one_time_links (hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, person_id WHOLE, created_at WHOLE NOT NULL, expires_at WHOLE NOT NULL, used_at WHOLE) STRICT;
CREATE INDEX one_time_links_person ON one_time_links (person_id);
CREATE TABLE personal_tokens (
  id ID, person_id WHOLE, name TEXT NOT NULL, public_id TEXT NOT NULL, hash BLOB NOT NULL, role TEXT NOT NULL, created_at WHOLE NOT NULL,
  expires_at WHOLE, last_used_at WHOLE
) STRICT;
CREATE UNIQUE INDEX personal_tokens_public_id ON personal_tokens (public_id);
CREATE TABLE rejections (
  id ID, at WHOLE NOT NULL, source_id WHOLE, status WHOLE NOT NULL, code TEXT NOT NULL, cause TEXT NOT NULL, fix TEXT NOT NULL, method TEXT NOT NULL,
  path TEXT NOT NULL, from_address TEXT NOT NULL, client TEXT, headers TEXT NOT NULL, body_bytes WHOLE NOT NULL, kept_bytes WHOLE NOT NULL,
  whole WHOLE NOT NULL, retried_at WHOLE, body BLOB
) STRICT;
CREATE INDEX rejections_source ON rejections (source_id, id);
CREATE INDEX rejections_at ON rejections (at);
CREATE TABLE syncs (
  id ID, kind TEXT NOT NULL, source_id WHOLE, started_at WHOLE NOT NULL, ended_at WHOLE, state TEXT NOT NULL, phase TEXT NOT NULL, events_done WHOLE NOT NULL,
  events_total WHOLE NOT NULL, added TEXT NOT NULL, changed TEXT NOT NULL, error TEXT, started_by TEXT
) STRICT;
CREATE INDEX syncs_source ON syncs (source_id, id);
`

/**
 * rejection_bodies.body: gzip of what is kept of it; apart, so that reading the rest of a row does not walk over it.
 * rejections.answer: what the sender was told. accepted_at, event_position: a retry took it in; retry_code, retry_cause: the last one did not.
 * rejection_groups: counts of the rows of one holder (a source, 0: no known one) with one cause. waiting: whole and not taken in;
 * let_go: deleted or never written for want of room.
 */
const wholeRejections = `
CREATE TABLE rejection_bodies (id WHOLE PRIMARY KEY, body BLOB NOT NULL) STRICT;
INSERT INTO rejection_bodies (id, body) SELECT id, body FROM rejections WHERE body IS NOT NULL;
ALTER TABLE rejections DROP COLUMN body;
ALTER TABLE rejections ADD COLUMN answer TEXT;
ALTER TABLE rejections ADD COLUMN accepted_at WHOLE;
ALTER TABLE rejections ADD COLUMN event_position WHOLE;
ALTER TABLE rejections ADD COLUMN retry_code TEXT;
ALTER TABLE rejections ADD COLUMN retry_cause TEXT;
CREATE INDEX rejections_holder ON rejections ((coalesce(source_id, 0)), id);
CREATE INDEX rejections_group ON rejections ((coalesce(source_id, 0)), code, id);
CREATE INDEX rejections_code ON rejections (code, id);
CREATE TABLE rejection_groups (
  holder WHOLE NOT NULL, code TEXT NOT NULL, kept WHOLE NOT NULL, kept_bytes WHOLE NOT NULL, whole WHOLE NOT NULL, waiting WHOLE NOT NULL,
  last_at WHOLE NOT NULL, let_go WHOLE NOT NULL, let_go_at WHOLE, PRIMARY KEY (holder, code)
) STRICT;
INSERT INTO rejection_groups (holder, code, kept, kept_bytes, whole, waiting, last_at, let_go)
  SELECT coalesce(source_id, 0), code, count(*), sum(kept_bytes), sum(whole), sum(whole), max(at), 0 FROM rejections GROUP BY coalesce(source_id, 0), code;
`

/** rules.body: JSON of a RuleBody. removed_at null: in force. */
const rules = `
CREATE TABLE rules (
  id ID, body TEXT NOT NULL, note TEXT, created_at WHOLE NOT NULL, created_by TEXT, removed_at WHOLE, removed_by TEXT
) STRICT;
CREATE INDEX rules_removed ON rules (removed_at, id);
`

const dismissed = `
CREATE TABLE dismissed_suggestions (key TEXT PRIMARY KEY, says TEXT NOT NULL, at WHOLE NOT NULL, by_name TEXT) STRICT;
`

/** embeds.question: JSON of an EmbedQuestion. The key of the signatures is in control_meta (embed_key). */
const embeds = `
CREATE TABLE embeds (
  id ID, question TEXT NOT NULL, created_at WHOLE NOT NULL, created_by TEXT, expires_at WHOLE NOT NULL, revoked_at WHOLE, last_used_at WHOLE
) STRICT;
CREATE INDEX embeds_expires ON embeds (expires_at);
`

/** sources.infer_sql 0: no column lineage is inferred from the SQL of its jobs. */
const inference = `
ALTER TABLE sources ADD COLUMN infer_sql WHOLE NOT NULL DEFAULT 1;
`

/** AUTOINCREMENT: the id of a removed source or token is never given to another. */
const forSqlite = (sql: string): string => sql.replace(/\bID\b/g, 'INTEGER PRIMARY KEY AUTOINCREMENT').replace(/\bWHOLE\b/g, 'INTEGER')
const forPostgres = (sql: string): string =>
  sql
    .replace(/\bID\b/g, 'bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY')
    .replace(/\bWHOLE\b/g, 'bigint')
    .replace(/\bBLOB\b/g, 'bytea')
    .replace(/\bTEXT\b/g, 'text COLLATE "C"')
    .replaceAll(' STRICT;', ';')

export const controlMigrations: readonly Migration[] = [
  { id: 1, slug: 'sources, people, rejections, syncs', sqlite: forSqlite(first), postgres: forPostgres(first) },
  { id: 2, slug: 'refused requests whole', sqlite: forSqlite(wholeRejections), postgres: forPostgres(wholeRejections) },
  { id: 3, slug: 'rules', sqlite: forSqlite(rules), postgres: forPostgres(rules) },
  { id: 4, slug: 'dismissed suggestions', sqlite: forSqlite(dismissed), postgres: forPostgres(dismissed) },
  { id: 5, slug: 'signed links', sqlite: forSqlite(embeds), postgres: forPostgres(embeds) },
  { id: 6, slug: 'column lineage from SQL', sqlite: forSqlite(inference), postgres: forPostgres(inference) },
]

/** Inserts one row of a table with an ID; resolves to it. */
export async function insert(tx: Executor, table: string, row: Readonly<Record<string, SqlValue>>): Promise<number> {
  const columns = Object.keys(row)
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) RETURNING id`
  const made = await tx.get<{ id: number }>(sql, Object.values(row))
  if (made === undefined) throw new Error(`No row came of an insert into ${table}`)
  return made.id
}
