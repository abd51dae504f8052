/** `headwater impact`: what is downstream of a dataset or of columns of it. */
import type { Impact } from '../contract/impact.ts'
import { noColumnsWords, readersWords } from '../graph/impact-words.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { answer, printable, say, sayOfNowOnly, table, write } from './output.ts'

export type ImpactOptions = Common & {
  readonly field?: readonly string[]
  readonly depth?: string
  readonly asOf?: string
  readonly window?: string
  readonly inferred?: boolean
  readonly limit?: string
  readonly format: string
}

const formats = ['table', 'csv', 'ndjson', 'markdown']

export const impact = (namespace: string, name: string, options: ImpactOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    if (!formats.includes(options.format)) throw wrongUse(`--format is one of ${formats.join(', ')}.`)
    const query = {
      namespace,
      name,
      fields: fieldsOf(options),
      depth: options.depth,
      asOf: options.asOf,
      window: options.window,
      inferred: options.inferred,
      limit: options.limit,
    }
    if (options.json !== true && options.format !== 'table') {
      for await (const part of api.stream('/api/v2/impact/text', { ...query, format: options.format })) await write(part)
      sayOfNowOnly(options)
      return
    }
    const found = await api.get<Impact>('/api/v2/impact', query)
    await answer(options.json === true, found, () => linesOf(found, (options.field ?? []).length > 1))
    if (found.truncated)
      say(
        found.cutBy === 'time' ? 'Reading took too long and was ended; there is more.' : 'There is more; --limit and --depth let more in.',
      )
    if (found.readers?.inferred === true && options.inferred !== true)
      say('More follows from the SQL of jobs; --inferred shows it, as of now.')
    sayOfNowOnly(options)
  })

const fieldsOf = ({ field }: ImpactOptions): string | undefined => (field === undefined ? undefined : JSON.stringify(field))

function linesOf({ items, readers }: Impact, many: boolean): string[] {
  const known = readers === undefined ? [] : [readersWords(readers, many)]
  if (items.length === 0) return [[readers === undefined ? 'Nothing is made of it.' : noColumnsWords(many), ...known].join(' ')]
  const rows = items.map((r) => [
    String(r.depth),
    r.type,
    printable(`${r.namespace}/${r.name}${r.field === null ? '' : ` ${r.field}`}`),
    [r.dependency, r.inferred === true && 'inferred'].filter(Boolean).join(', '),
    printable(r.owners.join(', ')),
    r.lastState ?? '',
    r.lastRunAt ?? '',
  ])
  return [...table(['DEPTH', '', 'WHAT', 'KIND', 'OWNERS', 'STATE', 'LAST'], rows), ...known.flatMap((line) => ['', line])]
}
