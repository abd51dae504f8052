/** What wrote an event, from its member `producer`. */
export interface Client {
  readonly name: string
  readonly version: string
}

/** The first that fits wins. `airflow` is the provider of apache-airflow, whose versions are its own; `openlineage-airflow` the package before it. */
const clients: readonly (readonly [RegExp, string])[] = [
  [/providers-openlineage[/ ](\d[\w.+-]*)/, 'airflow'],
  [/\/tree\/(\d[\w.+-]*)\/integration\/airflow/, 'openlineage-airflow'],
  [/\/tree\/(\d[\w.+-]*)\/integration\/[^?#]*great_expectations/, 'great expectations'],
  [/\/tree\/(\d[\w.+-]*)\/integration\/(?:spark|flink|dbt|hive)/, ''],
  [/\/tree\/(\d[\w.+-]*)\/client\/(?:python|java|go)/, ''],
]
const lastWord = /\/(spark|flink|dbt|hive|python|java|go)\b/

/** Null where the producer is no known one or names no version. */
export function clientOf(producer: string): Client | null {
  if (producer.length > 500) return null
  for (const [pattern, name] of clients) {
    const version = pattern.exec(producer)?.[1]
    if (version !== undefined) return { name: name === '' ? (lastWord.exec(producer)?.[1] ?? '') : name, version: version.slice(0, 50) }
  }
  return null
}

/** Numbers first: 1.9.1 before 1.10.0; what follows the numbers (`-SNAPSHOT`) does not count. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)]
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    if (x !== y) return x < y
  }
  return false
}

const numbersOf = (version: string): number[] => (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
