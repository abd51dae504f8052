/** `npm run golden [-- NAME…]`: writes down the catalogs of the recorded events as they are now, and says what changed. */
import fs from 'node:fs'
import { changes, corpora, corpusEvents, goldenFile, readGolden, summaryOf } from '../test/golden/summary.ts'
import { Stand } from '../test/property/stand.ts'
import { openDatabases } from '../test/property/stores.ts'
import { exported } from '../test/property/world.ts'

const names = process.argv.slice(2)
const stand = await Stand.make(await openDatabases('memory'), exported)
for (const name of names.length > 0 ? names : corpora) {
  const events = corpusEvents(name)
  if (events === null) {
    console.log(`${name}: its events are not on this machine, left as it was`)
    continue
  }
  const catalog = await stand.atOnce({ seed: 0, events, steps: [] })
  const now = summaryOf(catalog, events.length)
  console.log(`${name}: ${changes(catalog, now, readGolden(name)) || 'as before'}`)
  fs.writeFileSync(goldenFile(name), `${JSON.stringify(now, null, 2)}\n`)
}
await stand.close()
