import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'

/**
 * Sorts any number of lines by UTF-8 bytes in bounded memory: they go through a temporary SQLite file (in TMPDIR), whose sorter merges
 * from disk. A million lines of 300 bytes take some seconds and as much disk as their text twice.
 */
export class LineSorter {
  readonly #db: DatabaseSync
  readonly #insert: StatementSync

  constructor() {
    this.#db = new DatabaseSync('')
    this.#db.exec(
      'PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-16384; CREATE TABLE line (line TEXT NOT NULL, mark TEXT NOT NULL); BEGIN',
    )
    this.#insert = this.#db.prepare('INSERT INTO line VALUES (?, ?)')
  }

  /** `line` must be well formed and free of NUL, as JSON text is. `mark` comes along. */
  add(line: string, mark = ''): void {
    this.#insert.run(line, mark)
  }

  *sorted(): Generator<{ line: string; mark: string }> {
    for (const row of this.#db.prepare('SELECT line, mark FROM line ORDER BY line').iterate())
      yield { line: String(row['line']), mark: String(row['mark']) }
  }

  close(): void {
    this.#db.close()
  }
}
