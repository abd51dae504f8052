/** Questions, starts and memory on estates of two sizes, the smaller one for the ratio. */
import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { report, residentMb, round, startProgram, tempDir } from '../programs.ts'
import type { Figure } from '../read.ts'

const script = (name: string): string => path.join(import.meta.dirname, '..', name)

/**
 * Makes the estates in HEADWATER_BENCH_ESTATES, where they stay and are found again, or in a temporary folder; measures on SQLite, and on
 * PostgreSQL where HEADWATER_BENCH_PG_URL names a database (which keeps its schemas).
 */
export async function benchBig(small: number, big: number, seconds: number): Promise<void> {
  await withEstates([small, big], async (fileOf, dir) => {
    await compared('big', fileOf, [small, big], seconds)
    await started(fileOf(big), dir)
  })
  const url = process.env['HEADWATER_BENCH_PG_URL']
  if (url === undefined) return
  for (const n of [small, big]) await shown(script('big-estate.ts'), url, String(n))
  await compared('big-postgres', () => url, [small, big], seconds)
}

/** Milliseconds that the slowest of a hundred searches may take. */
const searchBound = 100

/** Only what is asked of search, on SQLite. */
export async function benchSearch(datasets: number, seconds: number): Promise<void> {
  await withEstates([datasets], async (fileOf) => {
    const figures = await figuresOf(fileOf(datasets), datasets, seconds, 'search')
    report(
      'search',
      figures.map((f) => ({ ...f, bound: searchBound })),
    )
    if (figures.some((f) => f.p99 > searchBound)) process.exitCode = 1
  })
}

async function withEstates(sizes: readonly number[], use: (fileOf: (n: number) => string, dir: string) => Promise<void>): Promise<void> {
  const given = process.env['HEADWATER_BENCH_ESTATES']
  const dir = given ?? tempDir()
  const fileOf = (n: number): string => path.join(dir, `estate-${n}.db`)
  try {
    for (const n of sizes) await shown(script('big-estate.ts'), fileOf(n), String(n))
    await use(fileOf, dir)
  } finally {
    if (given === undefined) fs.rmSync(dir, { recursive: true })
  }
}

type Sizes = readonly [small: number, big: number]

/** Each size is measured by a program of its own, so that the making leaves nothing in memory. */
async function compared(name: string, targetOf: (n: number) => string, [small, big]: Sizes, seconds: number): Promise<void> {
  const few = await figuresOf(targetOf(small), small, seconds)
  const many = await figuresOf(targetOf(big), big, seconds)
  const before = new Map(few.map((f) => [f.question, f]))
  report(
    name,
    many.map((f) => {
      const { p50 = 0, p99 = 0 } = before.get(f.question) ?? {}
      const ratio = p50 === 0 ? 0 : round(f.p50 / p50, 2)
      return {
        question: f.question,
        p50: f.p50,
        p99: f.p99,
        'cpu p50': f.cpu50,
        'cpu p99': f.cpu99,
        size: f.size,
        'small p50': p50,
        'small p99': p99,
        ratio,
      }
    }),
  )
}

async function figuresOf(target: string, n: number, seconds: number, only = ''): Promise<Figure[]> {
  // As the program's thread that reads has it (src/server/thread.ts).
  const args = ['--max-semi-space-size=16', script('read.ts'), target, String(n), '--seconds', String(seconds), '--json', '--only', only]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Figure[]
}

/** The program on a catalog that is there: start to ready, and what it holds in memory before and after some questions. */
async function started(file: string, folder: string): Promise<void> {
  const dataDir = fs.mkdtempSync(path.join(folder, 'data-'))
  await (await startProgram(dataDir)).stop()
  const catalog = path.join(dataDir, `${fs.readFileSync(path.join(dataDir, 'catalog.current'), 'utf8').trim()}.db`)
  for (const suffix of ['', '-wal', '-shm']) fs.rmSync(catalog + suffix, { force: true })
  fs.linkSync(file, catalog)
  const program = await startProgram(dataDir)
  const idle = residentMb(program.pid)
  const { items } = await program.api<{ items: { namespace: string; name: string }[] }>('GET', '/api/v2/datasets?limit=50')
  for (const { namespace, name } of items)
    await program.api('GET', `/api/v2/lineage?${new URLSearchParams({ namespace, name, depth: '100' }).toString()}`)
  report('big-start', [
    {
      'start to ready, ms': round(program.readyMs, 0),
      'idle, MB': round(idle, 0),
      'after 50 lineages, MB': round(residentMb(program.pid), 0),
    },
  ])
  await program.stop()
  fs.rmSync(dataDir, { recursive: true })
}

function shown(file: string, ...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' })
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}`))))
  })
}
