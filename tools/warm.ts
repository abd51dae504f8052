/** Last step of `npm ci`: lets the program run once on an empty folder, so that the first real start is as quick as all others. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-warm-'))
const program = path.join(import.meta.dirname, '..', 'bin', 'headwater')
const { status, stderr } = spawnSync(program, ['source', 'list', '--json', '--data-dir', dir], { encoding: 'utf8', timeout: 60_000 })
fs.rmSync(dir, { recursive: true, force: true })
if (status !== 0)
  console.error(`headwater: the first start was tried and did not go well; run "npx headwater serve" to see why.\n${stderr}`)
