import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { command } from './command.ts'

interface TestResult {
  readonly fullName: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly TestResult[]
  }[]
}

export interface Counts {
  readonly passed: number
  readonly failed: number
  /** Tests that did not run, by full name. */
  readonly skipped: readonly string[]
  /** What failed, with the beginning of its message. */
  readonly failures: readonly string[]
}

/** Runs Vitest with these arguments, shows its output, and counts. A file that could not be loaded and an error outside of tests count as failed. */
export async function vitest(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Counts> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-vitest-'))
  const file = path.join(folder, 'report.json')
  try {
    const { code } = await command('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`, ...args], {
      live: true,
      env,
    })
    if (!fs.existsSync(file)) return { passed: 0, failed: 1, skipped: [], failures: [`Vitest ended with ${code} and left no report`] }
    return count(JSON.parse(fs.readFileSync(file, 'utf8')) as Report, code)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function count(report: Report, code: number): Counts {
  const broken = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.every((t) => t.status !== 'failed'))
  const failures = [
    ...broken.map((f) => told(f.name, f.message)),
    ...report.testResults.flatMap((f) =>
      f.assertionResults.filter((t) => t.status === 'failed').map((t) => told(`${f.name}: ${t.fullName}`, t.failureMessages.join('\n'))),
    ),
  ]
  if (failures.length === 0 && code !== 0) failures.push(`an error outside of the tests: Vitest ended with ${code}`)
  const notRun = (status: string): boolean => status !== 'passed' && status !== 'failed'
  const skipped = report.testResults
    .filter((f) => f.status === 'passed')
    .flatMap((f) => f.assertionResults.filter((t) => notRun(t.status)).map((t) => t.fullName))
  return { passed: report.numPassedTests, failed: failures.length, skipped, failures }
}

function told(name: string, message: string): string {
  const lines = message.split('\n').filter((line) => !line.includes('/node_modules/'))
  const beginning = lines.slice(0, 12).join('\n            ')
  return `${path.relative(process.cwd(), name)}\n            ${beginning.slice(0, 1500)}`
}
