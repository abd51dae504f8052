import type { Executor } from '../../db/contract.ts'
import { documentationIn, facetRows, facetValue, sqlIn } from '../facets.ts'
import { among, groupBy, idList } from '../sql.ts'
import { matchText, ranks } from './match.ts'
import type { Snippet } from './match.ts'
import { compareFound } from './named.ts'
import type { Conditions, Found, NodeKind } from './named.ts'
import type { Wanted } from './query.ts'
import { textsWith } from './vocabulary.ts'

export interface FoundText extends Found {
  readonly member: 'description' | 'sql'
  readonly snippet: Snippet
}

/** Texts that one search reads. */
const readAtMost = 60
/** Texts with a word, of which a filter lets few through. */
const filteredAtMost = 2_000

/** Jobs or datasets whose description or SQL has the words. Those of one word that stands in many texts: some of them, the newest first. */
export async function nodesByText(db: Executor, kind: NodeKind, wanted: Wanted, conditions: Conditions): Promise<FoundText[]> {
  const found: FoundText[] = []
  for (const of of kind === 'job' ? ['job', 'sql'] : ['dataset']) {
    const few = conditions.few === null ? null : new Set(conditions.few)
    const refs = await textsWith(db, of, wanted.words, few === null ? readAtMost : filteredAtMost)
    const ids = refs.filter((ref) => few === null || few.has(ref))
    found.push(...(await read(db, kind, ids, wanted, conditions)))
  }
  const byId = new Map(found.toSorted((a, b) => compareFound(b, a)).map((f) => [f.id, f]))
  return [...byId.values()].sort(compareFound)
}

const selects: Readonly<Record<NodeKind, string>> = {
  job: 'SELECT j.id AS own, j.id, j.namespace, j.name, j.last_started AS recent FROM job j WHERE j.id',
  dataset: `SELECT m.id AS own, g.id, d.namespace, d.name, substr(g.last_key, 2, 21) AS recent
    FROM dataset m JOIN dataset_group g ON g.id = m.group_id JOIN dataset d ON d.id = g.canonical_id WHERE m.id`,
}

async function read(db: Executor, kind: NodeKind, ids: readonly number[], wanted: Wanted, conditions: Conditions): Promise<FoundText[]> {
  if (ids.length === 0) return []
  type Row = { own: number; id: number; namespace: string; name: string; recent: string | null }
  const rows = await db.all<Row>(`${selects[kind]} ${among(db)} ${conditions.sql} ORDER BY own DESC LIMIT ${readAtMost}`, [
    idList(db, ids),
    ...conditions.params,
  ])
  const facets = groupBy(
    await facetRows(
      db,
      kind,
      rows.map((row) => row.own),
      ['documentation', 'sql'],
    ),
    (f) => f.owner_id,
  )
  return rows.flatMap((row): FoundText[] => {
    const own = (facets.get(row.own) ?? []).filter((f) => f.deleted !== 1)
    const texts = [
      ['description', documentationIn(facetValue(own, 'documentation')).description],
      ['sql', sqlIn(facetValue(own, 'sql'))?.query],
    ] as const
    for (const [member, text] of texts) {
      const snippet = typeof text === 'string' ? matchText(text, wanted, row.name) : null
      if (snippet !== null) return [{ ...row, recent: row.recent ?? '', isAlias: false, match: byText, member, snippet }]
    }
    return []
  })
}

const byText = { how: 'text', rank: ranks.text, ranges: [], off: 0, reordered: false } as const
