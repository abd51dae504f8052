/** Puts the demo estate into a Headwater, whatever the way in is. */
import { AIRFLOW_URL } from './airflow.ts'
import { generateDemo } from './generate.ts'
import type { DemoOptions } from './generate.ts'
import type { Producer } from './scene.ts'

/** The sources that the demo's events belong to. Base URLs are only for links out. */
export const demoSources: Record<Producer, { readonly name: string; readonly baseUrl: string | null }> = {
  airflow: { name: 'Airflow', baseUrl: AIRFLOW_URL },
  spark: { name: 'Spark', baseUrl: 'http://history.example:18080' },
  dbt: { name: 'dbt', baseUrl: null },
}

/** Takes bodies of one source; resolves when they are durable. */
export type Importer = (sourceName: string, bodies: readonly string[]) => Promise<void>

const MAX_EVENTS = 500
const MAX_CHARACTERS = 2_000_000

/** Generates the estate and hands it over in batches, in event time within each source. Answers how many events there were. */
export async function loadDemo(importer: Importer, options: DemoOptions): Promise<number> {
  const waiting: Record<Producer, { bodies: string[]; characters: number }> = { airflow: empty(), spark: empty(), dbt: empty() }
  const flush = async (source: Producer): Promise<void> => {
    const { bodies } = waiting[source]
    waiting[source] = empty()
    if (bodies.length > 0) await importer(demoSources[source].name, bodies)
  }
  let events = 0
  for (const { source, body } of generateDemo(options)) {
    const batch = waiting[source]
    if (batch.bodies.length >= MAX_EVENTS || batch.characters + body.length > MAX_CHARACTERS) await flush(source)
    waiting[source].bodies.push(body)
    waiting[source].characters += body.length
    events++
  }
  for (const source of ['airflow', 'spark', 'dbt'] as const) await flush(source)
  return events
}

function empty(): { bodies: string[]; characters: number } {
  return { bodies: [], characters: 0 }
}
