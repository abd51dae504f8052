/**
 * `npm test`: the checks, then every suite that this machine has the parts for. What is left out is said at the end with the way to
 * get it; with `--all-required` it fails the run. The last line counts over all suites.
 */
import fs from 'node:fs'
import path from 'node:path'
import { findChromium, findJava, findPostgres15, findPython } from '../test/harness/find.ts'
import { runChecks } from './check.ts'
import { command, root } from './lib/command.ts'
import { Tally } from './lib/tally.ts'
import { vitest } from './lib/vitest.ts'

interface Suite {
  readonly name: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What the machine lacks and how to get it; null when it has all. */
  readonly lacks: string | null
}

const allRequired = process.argv.includes('--all-required')
const tally = new Tally()

const title = (text: string): void => console.log(`\n=== ${text}`)

title('checks')
const checks = await runChecks()
tally.add(checks)
if (checks.failed > 0) tally.failures.push('checks: see above, or node tools/check.ts')

title('web pages')
const built = await command('npm', ['run', '--silent', 'build'])
tally.check(built.code === 0)
if (built.code !== 0) tally.failures.push('web pages: could not be built')
console.log(built.code === 0 ? 'ok   built' : `FAIL\n${built.output}`)

for (const suite of suites()) {
  title(suite.name)
  if (suite.lacks !== null) {
    tally.leftOut.push(`${suite.name}: ${suite.lacks}`)
    console.log(`left out: ${suite.lacks}`)
    continue
  }
  const counts = await vitest(suite.args, suite.env)
  tally.add(counts)
  tally.failures.push(...counts.failures.map((failure) => `${suite.name}: ${failure}`))
  tally.leftOut.push(...counts.skipped.map((name) => `${suite.name}: ${name} did not run`))
}

closingLines()

function suites(): Suite[] {
  const bin = findPostgres15()
  const lacksPython =
    findPython() === null
      ? 'needs openlineage-python: python3 -m venv .venv && .venv/bin/pip install -r test/clients/requirements.txt'
      : null
  return [
    { name: 'unit', args: ['--project', 'unit'], lacks: null },
    { name: 'whole program, both stores', args: ['--project', 'system'], lacks: null },
    {
      name: "what needs PostgreSQL, on Debian's 15",
      args: ['--project', 'unit', '--project', 'system', ...testsOnPostgres()],
      env: { HEADWATER_TEST_PG_BIN: bin ?? '' },
      lacks: bin === null ? 'needs PostgreSQL 15: apt-get install postgresql-15' : null,
    },
    {
      name: 'end to end in Chromium',
      args: ['--project', 'e2e'],
      lacks: findChromium() === null ? 'needs Chromium: apt-get install chromium' : lacksPython,
    },
    {
      name: 'real client, Python',
      args: ['--project', 'clients', 'test/clients/python'],
      lacks: lacksPython,
    },
    {
      name: 'real client, Java',
      args: ['--project', 'clients', 'test/clients/java'],
      lacks: findJava() === null ? 'needs a JDK and Maven: apt-get install openjdk-17-jdk-headless maven' : null,
    },
  ]
}

/** Test files that take a database from the harness. */
function testsOnPostgres(): string[] {
  const files = fs.globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root })
  const takesDatabase = /harness\/postgres[.]ts|import [^\n]*\bstores\b[^\n]*harness\/databases[.]ts/
  return files.filter((file) => takesDatabase.test(fs.readFileSync(path.join(root, file), 'utf8')))
}

function closingLines(): void {
  console.log('')
  for (const what of tally.failures) console.log(`FAIL  ${what}`)
  for (const what of tally.leftOut) console.log(`LEFT OUT  ${what}`)
  if (tally.leftOut.length > 0 && allRequired) {
    console.log('All was required (--all-required): what was left out counts as failed.')
    tally.add({ passed: 0, failed: tally.leftOut.length })
  }
  tally.end()
}
