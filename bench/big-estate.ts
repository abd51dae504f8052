/**
 * Fills a catalog with an estate of N datasets, straight into its tables, always the same for the same N: `node bench/big-estate.ts FILE [N]`, or a
 * postgres:// address in the place of the file (schema `big_N` of that database). At a million datasets: 200,000 jobs, 5 M edges, 20 M column edges,
 * 2 M runs, about 14 GB. What is there already, by a program of the same version of the catalog, is kept.
 */
import fs from 'node:fs'
import { performance } from 'node:perf_hooks'
import { historyParts } from './big/history.ts'
import { linkParts } from './big/links.ts'
import { nodeParts } from './big/nodes.ts'
import { Shape } from './big/shape.ts'
import { fillPostgres, fillSqlite, isFilled, isWhole } from './big/stores.ts'
import { textParts } from './big/texts.ts'
import { wordParts } from './big/words.ts'

const [target = 'estate.db', n = '100000'] = process.argv.slice(2)
const started = performance.now()
const said = (what: string): void => console.log(`${what.padEnd(20)} after ${Math.round((performance.now() - started) / 1000)} s`)
const shape = new Shape(Number(n))
const parts = [...nodeParts(shape), ...linkParts(shape), ...historyParts(shape), ...textParts(shape), ...wordParts(shape)]
if (target.startsWith('postgres')) {
  if (await isFilled(target, `big_${n}`)) console.log(`big_${n} is there already`)
  else await fillPostgres(target, `big_${n}`, parts, said)
} else if (isWhole(target)) console.log(`${target} is there already`)
else {
  fillSqlite(target, parts, said)
  console.log(`${n} datasets, ${Math.round(fs.statSync(target).size / 1e6)} MB`)
}
