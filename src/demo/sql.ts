/** The compiled SQL of a table of the demo, written from its columns. */
import { fieldsAt, sourcesOf } from './table.ts'
import type { DemoField, Table } from './table.ts'
import type { Estate } from './facets.ts'

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

function expression(field: DemoField, alias: (table: string) => string): string {
  const columns = field.from.map((from) => `${alias(from.table)}.${from.field}`)
  const [first = 'null', ...rest] = columns
  if (field.op === '=') return first
  if (field.op === '+') return aggregate(field.name, columns)
  if (rest.length === 0) return field.type === 'boolean' ? `${first} is not null` : `coalesce(${first}, 0)::${field.type}`
  return computed(field, first, rest)
}

/** Something that a person could have written: less a refund, per a count, less a product, times a rate. */
function computed(field: DemoField, first: string, rest: readonly string[]): string {
  const others = rest.join(' * ')
  if (rest.length > 1) return `${first} - ${others}`
  if (others.includes('refund')) return `${first} - coalesce(${others}, 0)`
  if (/cover|_per_/.test(field.name)) return `${first} / nullif(${others}, 0)`
  return `${first} * ${others}`
}

function aggregate(name: string, columns: readonly string[]): string {
  const [first = '*', second] = columns
  if (second !== undefined) return `sum(${first}) / nullif(count(${second}), 0)`
  if (name.startsWith('first_')) return `min(${first})`
  if (name.startsWith('last_')) return `max(${first})`
  if (name.startsWith('average_')) return `avg(${first})`
  if (name.endsWith('_rate')) return `avg(${first}::int)`
  return /count|lines/.test(name) ? `count(${first})` : `sum(${first})`
}

/** The column that two tables share, to join on. */
function shared(a: Table, b: Table, daysAgo: number): string {
  const names = new Set(fieldsAt(a, daysAgo).map((field) => field.name))
  const common = fieldsAt(b, daysAgo)
    .map((field) => field.name)
    .filter((name) => names.has(name))
  return common.find((name) => name.endsWith('_id')) ?? common[0] ?? 'day'
}

/** `select … from … left join … group by …` over the table's sources, as of `daysAgo`. */
export function selectFor(estate: Estate, table: Table, daysAgo: number): string {
  const sources = sourcesOf(table)
  const alias = (key: string): string => String.fromCharCode(97 + sources.indexOf(key))
  const fields = fieldsAt(table, daysAgo)
  const columns = fields.map((field) => {
    const text = expression(field, alias)
    return text.endsWith(`.${field.name}`) ? `    ${text}` : `    ${text} as ${field.name}`
  })
  const [first = '', ...rest] = sources
  const from = `from ${quoted(estate(first).name)} a`
  const joins = rest.map(
    (key) => `left join ${quoted(estate(key).name)} ${alias(key)} using (${shared(estate(first), estate(key), daysAgo)})`,
  )
  const keys = fields.flatMap((field, index) => (field.op === '+' ? [] : [String(index + 1)]))
  const group = fields.some((field) => field.op === '+') ? [`group by ${keys.join(', ')}`] : []
  return ['select', columns.join(',\n'), from, ...joins, ...group].join('\n')
}
