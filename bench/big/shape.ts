/** What a big estate looks like, as a function of its size alone: any part of it can be worked out without the rest. */
import { instantOfMs } from '../../src/openlineage/time.ts'
import { must } from '../../src/lib/assert.ts'

/** The last event of the estate. */
export const estateEnd = Date.parse('2026-11-01T00:00:00Z')
export const dayMs = 86_400_000
export const namespaces = 200
export const outputsPerJob = 5
export const fieldsPerDataset = 10
export const runsPerJob = 10
const tasksPerDag = 20
const nearInputs = 20
const hubInputs = 5
/** Of each so many jobs the last ones stand in a row, one after the other. */
const chainEvery = 1_000
const chainLength = 200
const childrenOfHub = 5_000

export const subjects =
  'orders customers payments invoices shipments sessions clicks refunds products stock prices carts users events returns suppliers campaigns budgets tickets calls visits leads quotes contracts ledgers journals rates regions stores staff'.split(
    ' ',
  )
export const shapes =
  'raw daily hourly weekly clean staged merged ranked summary history snapshot delta latest enriched joined scored sampled masked audited archived'.split(
    ' ',
  )
export const fieldNames =
  'id customer_id order_id amount currency created_at updated_at status region email name quantity price category source score flag note'.split(
    ' ',
  )

/**
 * N datasets, a fifth as many jobs, each of which writes five datasets and reads twenty near ones and five hubs. Every thousandth job begins a
 * chain at the end of which the data is 200 steps old. Jobs and datasets are numbered from 0; in the catalog their ids are one more.
 */
export class Shape {
  readonly datasets: number
  readonly jobs: number
  readonly hubs: number
  readonly dags: number

  constructor(datasets: number) {
    this.datasets = datasets
    this.jobs = Math.floor(datasets / outputsPerJob)
    this.hubs = Math.max(hubInputs, Math.round((this.jobs * hubInputs * (1 - chainLength / chainEvery)) / childrenOfHub))
    this.dags = Math.ceil(this.jobs / tasksPerDag)
  }

  /** Whether job `j` reads only what the job before it writes. */
  inChain(j: number): boolean {
    return j % chainEvery >= chainEvery - chainLength
  }

  hubAt(h: number): number {
    return (h % this.hubs) * outputsPerJob
  }

  /** Datasets that job `j` reads, in order; none of the first job. */
  inputsOf(j: number): number[] {
    if (j === 0) return []
    if (this.inChain(j)) return [(j - 1) * outputsPerJob]
    const inputs = new Set<number>()
    for (let k = 0; k < nearInputs; k++) {
      const near = Math.max(0, j - 1 - (mix(j, k) % 60))
      inputs.add(near * outputsPerJob + (mix(j, k + 50) % outputsPerJob))
    }
    if (j >= this.hubs) for (let k = 0; k < hubInputs; k++) inputs.add(this.hubAt(j * hubInputs + k))
    return [...inputs].sort((a, b) => a - b)
  }

  dagOf(j: number): number {
    return Math.floor(j / tasksPerDag)
  }

  dagName(dag: number): string {
    return `${word(subjects, dag)}_${word(shapes, dag)}_${dag}`
  }

  jobName(j: number): string {
    return `${this.dagName(this.dagOf(j))}.load_${datasetName(j * outputsPerJob)
      .split('.')
      .at(-1)}`
  }
}

/** A number that looks like chance and follows from two others. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}

const word = (of: readonly string[], i: number): string => must(of[i % of.length], 'a list has words')

export const datasetName = (i: number): string =>
  `db${i % 12}.${word(shapes, i)}.${word(subjects, i)}_${word(shapes, i * 7)}_${word(subjects, i * 13)}_${i}`
/** The job that writes dataset `i`. */
export const jobOf = (i: number): number => Math.floor(i / outputsPerJob)
export const namespaceOf = (i: number): string => `postgres://warehouse-${i % namespaces}.example.com:5432`
export const fieldName = (i: number, k: number): string => word(fieldNames, i + k)

/** When a job ran last: within the last thirty days. */
export const lastTime = (j: number): number => estateEnd - ((j * 7919) % (30 * 24 * 60)) * 60_000 - (j % 1000)
/** When a job was first heard of: within the sixty days before those. */
export const firstTime = (j: number): number => estateEnd - 90 * dayMs + (mix(j, 3) % (60 * 24 * 60)) * 60_000
export const keyAt = (ms: number): string => `1${instantOfMs(ms)}2${'0'.repeat(16)}`
export const stateOf = (j: number): string => (j % 17 === 0 ? 'FAIL' : j % 101 === 0 ? 'RUNNING' : j % 211 === 0 ? 'ABORT' : 'COMPLETE')
