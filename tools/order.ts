/**
 * `npm run order [-- --rounds N] [--seed K] [NAME…]`: the project's check of orders over the recorded events, both stores: posted in order, then
 * mixed with repeats and a restart, streamed and after a full sync, always the same bytes of `export catalog`. All folders without a name;
 * that takes some minutes a round.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { corpora } from '../test/golden/summary.ts'
import { corpusFolder } from '../test/harness/corpus.ts'
import { command, root } from './lib/command.ts'

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const check = path.join(root, '..', 'shared', 'checks', 'order.mjs')
const names = positionals.length > 0 ? positionals : corpora
const folders = names.map(corpusFolder).filter((folder) => folder !== null)

if (!fs.existsSync(check) || folders.length < names.length) {
  console.error('The check and the recorded events are not beside this clone (../shared/checks, ../shared/corpus)')
  process.exitCode = 2
} else {
  const order = ['node', check, '--rounds', values.rounds, '--seed', values.seed, ...folders]
  const env = { HEADWATER_CMD: path.join(root, 'bin', 'headwater') }
  process.exitCode = (await command('node', ['tools/with.ts', 'postgres', '--', ...order], { env, live: true })).code
}
