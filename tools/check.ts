/** `npm run check`: everything that can be said of the code without running it. Ends with 1 when anything is wrong. */
import { command } from './lib/command.ts'
import { Tally } from './lib/tally.ts'
import { houseRules } from './house.ts'

interface Verdict {
  readonly ok: boolean
  readonly said: string
}
interface Check {
  readonly name: string
  readonly look: () => Promise<Verdict>
}

const tool =
  (program: string, ...args: readonly string[]) =>
  async (): Promise<Verdict> => {
    const { code, output } = await command(program, args)
    return { ok: code === 0, said: output.trim() }
  }

const checks: readonly Check[] = [
  { name: 'types of the program', look: tool('tsc', '-p', 'tsconfig.json', '--pretty', 'false') },
  { name: 'types of the tests', look: tool('tsc', '-p', 'test/tsconfig.json', '--pretty', 'false') },
  { name: 'types of the web pages', look: tool('tsc', '-p', 'web/tsconfig.json', '--pretty', 'false') },
  { name: 'lint', look: tool('oxlint', '--type-aware', '--deny-warnings', '--format', 'unix', '.') },
  { name: 'format (npm run format mends it)', look: tool('oxfmt', '--list-different', '.') },
  { name: 'directions of imports', look: boundaries },
  { name: 'unused files, exports, dependencies', look: tool('knip', '--no-config-hints', '--no-progress') },
  { name: 'house rules', look: async () => verdictOf(houseRules()) },
]

/** Runs all checks, two at a time, and prints a line for each and what the failed ones said. */
export async function runChecks(): Promise<Tally> {
  const tally = new Tally()
  const waiting = [...checks]
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = performance.now()
      const { ok, said } = await check.look()
      tally.check(ok)
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${check.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
      if (!ok) console.log(said.replaceAll(/^/gm, '     '))
    }
  }
  await Promise.all([worker(), worker()])
  return tally
}

interface CruiseResult {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[]
  }
}

/** dependency-cruiser says "no violations" of files that it could not parse, so that it saw each folder is checked as well. */
async function boundaries(): Promise<Verdict> {
  const folders = ['src', 'web', 'test', 'bench', 'tools']
  const { output } = await command('depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders])
  if (!output.startsWith('{')) return { ok: false, said: output }
  const { modules, summary } = JSON.parse(output) as CruiseResult
  const unseen = folders.filter((folder) => !modules.some((m) => m.source.startsWith(`${folder}/`)))
  return verdictOf([
    ...unseen.map((folder) => `${folder}/: no module was looked at`),
    ...summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`),
  ])
}

const verdictOf = (wrong: readonly string[]): Verdict => ({ ok: wrong.length === 0, said: wrong.join('\n') })

if (import.meta.main) (await runChecks()).end()
