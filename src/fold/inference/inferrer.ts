import type { Database, Row } from '../../db/contract.ts'
import { inferenceTable } from '../../catalog/inference-tables.ts'
import type { SqlAnswer } from '../../sql/infer.ts'
import type { SqlReader } from '../../sql/sql-reader.ts'
import { dueJobs, leftOut, settleJob, spread } from './due-list.ts'
import { forget, writeAnswer } from './edges.ts'
import { inputsOf } from './inputs.ts'
import type { Inputs } from './inputs.ts'

/** Jobs looked at in one step. */
const jobsAtOnce = 16

interface Work {
  readonly db: Database
  readonly asked: readonly Inputs[]
  /** Null until the thread has answered. */
  answers: readonly SqlAnswer[] | null
}

/**
 * Works out column edges from the SQL of jobs that are marked as due. The fold marks them; nothing here is in its way: a step is short, and the
 * reading goes on in another thread between steps. Before an answer is written, what it was worked out from must still hold, so that what
 * stands in the end follows from the catalog alone.
 */
export class Inferrer {
  readonly #reader: SqlReader
  readonly #off: () => Promise<readonly number[]>
  readonly #tell: (error: Error) => void
  #work: Work | null = null
  #answered: Promise<void> = Promise.resolve()
  #failed: Error | null = null

  /** `off`: ids of the sources of which no SQL is read; asked at each step. `tell` hears why nothing is read any more. */
  constructor(reader: SqlReader, off: () => Promise<readonly number[]>, tell: (error: Error) => void = () => undefined) {
    this.#reader = reader
    this.#off = off
    this.#tell = tell
  }

  /** One bounded piece of work on a catalog that nobody else writes meanwhile; false: nothing is to be done now. `wake` is called when there is again. */
  async step(db: Database, wake: () => void): Promise<boolean> {
    if (this.#failed !== null) return false
    if (this.#work !== null && this.#work.db !== db) this.#work = null
    if (this.#work !== null) return this.#work.answers !== null && this.#write(this.#work, this.#work.answers)
    const off = await leftOut(db, await this.#off())
    return (await spread(db)) || this.#take(db, off, wake)
  }

  /** Works until nothing is due. */
  async settle(db: Database): Promise<void> {
    while ((await this.step(db, () => undefined)) || this.#work !== null) await this.#answered
    if (this.#failed !== null) throw this.#failed
  }

  async close(): Promise<void> {
    this.#work = null
    await this.#reader.close()
  }

  async #take(db: Database, off: ReadonlySet<number>, wake: () => void): Promise<boolean> {
    const jobs = await dueJobs(db, jobsAtOnce)
    if (jobs.length === 0) return false
    const asked: Inputs[] = []
    await db.transaction(async (tx) => {
      const known = new Map(
        (
          await tx.load<Row>(
            inferenceTable,
            jobs.map((id) => [id]),
          )
        ).map((r) => [Number(r['job_id']), r['content']]),
      )
      for (const job of jobs) {
        const inputs = await inputsOf(tx, job, off)
        if (inputs !== null && inputs.requests.length > 0 && inputs.content !== known.get(job)) {
          asked.push(inputs)
          continue
        }
        if (inputs === null) await forget(tx, job)
        else if (inputs.content !== known.get(job)) await writeAnswer(tx, inputs, { edges: [], problem: inputs.problem })
        await settleJob(tx, job)
      }
    })
    this.#ask(db, asked, wake)
    return true
  }

  #ask(db: Database, asked: readonly Inputs[], wake: () => void): void {
    if (asked.length === 0) return
    const work: Work = { db, asked, answers: null }
    this.#work = work
    this.#answered = this.#read(asked)
      .then((answers) => void (work.answers = answers))
      .catch((error: unknown) => {
        this.#failed = error instanceof Error ? error : new Error(String(error))
        this.#work = null
        this.#tell(this.#failed)
      })
      .finally(wake)
  }

  async #read(asked: readonly Inputs[]): Promise<SqlAnswer[]> {
    const answers: SqlAnswer[] = []
    for (const { requests } of asked) {
      const parts: SqlAnswer[] = []
      for (const request of requests) parts.push(await this.#reader.read(request))
      answers.push({ edges: parts.flatMap((p) => p.edges), problem: parts.find((p) => p.problem !== null)?.problem ?? null })
    }
    return answers
  }

  async #write({ db, asked }: Work, answers: readonly SqlAnswer[]): Promise<boolean> {
    this.#work = null
    const off = await leftOut(db, await this.#off())
    await db.transaction(async (tx) => {
      for (const [i, inputs] of asked.entries()) {
        const answer = answers[i]
        const now = await inputsOf(tx, inputs.job, off)
        // Something changed meanwhile: it stays marked.
        if (answer === undefined || now?.content !== inputs.content) continue
        await writeAnswer(tx, inputs, answer)
        await settleJob(tx, inputs.job)
      }
    })
    return true
  }
}
