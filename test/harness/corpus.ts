/** Events recorded from real producers. They are too large for the repository: they may lie in a folder beside the clone. */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const beside = path.resolve(import.meta.dirname, '../../../shared/corpus')

/** A folder of the corpora, where this machine has it: HEADWATER_TEST_CORPUS, or `../shared/corpus` seen from the clone. */
export function corpusFolder(name: string): string | null {
  const folder = path.join(process.env['HEADWATER_TEST_CORPUS'] ?? beside, name)
  return fs.existsSync(folder) ? folder : null
}

/** Bodies of a folder with one event a file, by file name. */
export function eventFiles(folder: string): string[] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
}

/** Bodies of `events.ndjson.gz` in a folder, in order of arrival. */
export function recordedEvents(folder: string): string[] {
  const text = zlib.gunzipSync(fs.readFileSync(path.join(folder, 'events.ndjson.gz'))).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}
