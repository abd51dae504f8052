/** Events of one small world for tables of cases: jobs in `etl`, datasets in `db`, all on one morning. */

/** A minute of that morning. */
export const at = (minute: number, fraction = ''): string => `2026-11-20T10:${String(minute).padStart(2, '0')}:00${fraction}Z`

export interface Parts {
  readonly runId?: unknown
  readonly job?: object
  readonly jobFacets?: unknown
  readonly facets?: unknown
  readonly inputs?: unknown
  readonly outputs?: unknown
  readonly producer?: string
  readonly eventTime?: unknown
}

/** A RunEvent of job `load`, run `r`. Members that are undefined are left out. */
export function runEvent(type: string | undefined, minute: number, parts: Parts = {}): object {
  const { runId = 'r', job = { namespace: 'etl', name: 'load' }, jobFacets, facets, inputs, outputs } = parts
  return {
    eventType: type,
    eventTime: 'eventTime' in parts ? parts.eventTime : at(minute),
    producer: parts.producer ?? 'https://example.com',
    run: { runId, facets },
    job: { ...job, facets: jobFacets },
    inputs,
    outputs,
  }
}

export const jobEvent = (minute: number, parts: Parts = {}): object => ({ ...runEvent(undefined, minute, parts), run: undefined })

export const datasetEvent = (minute: number, dataset: object): object => ({
  eventTime: at(minute),
  producer: 'https://example.com',
  dataset,
})

export const jobNamed = (name: string): object => ({ namespace: 'etl', name })

/** A dataset of namespace `db`; `more` are its other members. */
export const table = (name: string, facets?: unknown, more: object = {}): object => ({ namespace: 'db', name, facets, ...more })

/** A schema facet: names, or names with types. */
export const schemaOf = (...fields: (string | object)[]): object => ({
  schema: { fields: fields.map((f) => (typeof f === 'string' ? { name: f, type: 'int' } : f)) },
})

export const parentOf = (job: string, runId: string, root?: object): object => ({
  parent: { job: jobNamed(job), run: { runId }, root },
})

/** Column lineage of one input column for each output column: `{ b: 'in.a' }`. */
export const columnsFrom = (from: Readonly<Record<string, string>>): object => ({
  columnLineage: { fields: Object.fromEntries(Object.entries(from).map(([field, path]) => [field, { inputFields: [inputField(path)] }])) },
})

export function inputField(path: string, transformations?: unknown): object {
  const [name, field] = path.split('.')
  return { namespace: 'db', name, field, transformations }
}
