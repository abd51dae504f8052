import { producerRules } from '../producers/producers.ts'
import type { ProducerRule } from '../producers/rule.ts'

/**
 * Rules that come with Headwater. All are on until a person switches them off, and then the catalog is as if they had never been on. Raise
 * `version` when the meaning of one changes: the catalog is then made anew in the background.
 */
export type BuiltInRule = ProducerRule

/**
 * Raise when the fold makes something else of the same events while the tables stay as they are: catalogs are then made anew in the background
 * and read until then. A change of tables raises `catalogVersion` (src/catalog/tables.ts) instead.
 */
export const foldVersion = 1

/** Schemes that mean the same storage, as the OpenLineage Java client writes them: old name, then the name that counts. */
export const schemeAliases: readonly (readonly [from: string, to: string])[] = [
  ['s3a', 's3'],
  ['s3n', 's3'],
  ['abfs', 'abfss'],
  ['wasb', 'wasbs'],
]

export const schemesRule = 'identity/schemes'
export const quotesRule = 'identity/quotes'
export const temporaryRule = 'identity/temporary-names'

export const builtInRules: readonly BuiltInRule[] = [
  {
    id: schemesRule,
    version: 1,
    title: 'Schemes of one storage',
    says: `Namespaces that differ in the scheme alone are one: ${schemeAliases.map(([from, to]) => `${from} is ${to}`).join(', ')}.`,
  },
  {
    id: quotesRule,
    version: 1,
    title: 'Quotes round the parts of a name',
    says: 'A name whose parts are all in quotes, such as "shop"."raw"."orders", is the one without them: shop.raw.orders. SQLMesh sends both for one table. Letter case stays, and a part that holds a dot or a quote keeps its quotes.',
  },
  {
    id: temporaryRule,
    version: 1,
    title: 'Temporary names join nothing',
    says: 'A symlink to a table whose name says that it is temporary (tmp_…, temp_…, …_tmp, with a number or id in it) does not make one dataset of all the paths that it was given to.',
  },
  ...producerRules,
]
