/** The demo estate as OpenLineage events: a month of Airflow, Spark and dbt over one warehouse and lake. */
import { runDag } from './airflow.ts'
import { clicksStream, dags, estate, inventory } from './estate.ts'
import { DAY, daily, HOUR, MINUTE, Scene } from './scene.ts'
import type { Producer } from './scene.ts'
import { runApp, runStream } from './spark.ts'
import { WAREHOUSE } from './warehouse.ts'

export type DemoEvent = { readonly source: Producer; readonly body: string }
export type DemoOptions = {
  /** The estate's present; nothing happens after it. */
  readonly now: Date
  readonly seed?: number
  /** How far back it goes. */
  readonly days?: number
}

/** Where to look first: a column that all three tools had a hand in, and a job whose last run failed. */
export const demoHighlights = {
  column: { namespace: WAREHOUSE, name: 'shop.exports.finance_daily_revenue', field: 'net_revenue' },
  failedJob: { namespace: 'airflow_prod', name: 'exports_daily.crm_segments' },
} as const

function play(scene: Scene): void {
  for (const at of daily(scene, [1, 13])) runDag(scene, dags.ingest, at)
  for (const at of daily(scene, [0.5])) runDag(scene, dags.rates, at)
  for (const at of daily(scene, [2])) runDag(scene, dags.lakehouse, at)
  for (const at of daily(scene, [4])) runDag(scene, dags.dbt, at)
  for (const at of daily(scene, [6.5])) runDag(scene, dags.exports, at)
  for (const at of daily(scene, [7])) if (new Date(at).getUTCDay() === 1) runDag(scene, dags.marketing, at)
  for (const at of daily(scene, [1.4, 9.4, 17.4]))
    runApp(scene, inventory, { startedAt: at, key: `inventory|${String(at)}`, family: null, attempt: 1 })
  runStream(scene, clicksStream, Math.max(scene.first, scene.now - 12 * DAY) + HOUR, 6 * HOUR)
  // Someone pressed the button four minutes ago, so that something is running whenever the demo is opened.
  runDag(scene, dags.ingest, scene.now - 4 * MINUTE, 'manual')
}

/** Events in the order of their time, the same for the same options. A body is built when it is asked for. */
export function* generateDemo({ now, seed = 1, days = 30 }: DemoOptions): Generator<DemoEvent> {
  const scene = new Scene({ estate, now: now.getTime(), seed, days })
  play(scene)
  for (const event of scene.inOrder()) yield { source: event.source, body: JSON.stringify(event.build()) }
}
