import type { EventWarning } from '../catalog/warning-kinds.ts'
import { encodeText } from '../lib/text.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Identity } from '../openlineage/event.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import type { Changes, RunRef, Side } from './changes.ts'
import type { ColumnSources } from '../producers/producers.ts'
import type { Rules } from '../rules/rules.ts'
import type { Members } from './facets/shape.ts'

export type Container = 'run' | 'job' | 'dataset' | 'input' | 'output'

/** Where a facet stands and what it may speak of. Identities are stored text. */
export interface Scope {
  readonly changes: Changes
  readonly key: OrderKey
  readonly position: number
  readonly job: Identity | null
  readonly run: RunRef | null
  readonly eventType: string | null
  /** The dataset that carries the facet; null for run and job facets. */
  readonly dataset: Identity | null
  readonly side: Side | null
  readonly rules: Rules
  /** Ids that an event names, as the catalog stores them. */
  jobId(id: Identity): Identity
  datasetId(id: Identity): Identity
  /** What a column that this event names really is, by what is known of its producer. Ids as the event spells them. */
  readonly columnSources: ColumnSources | null
  /** Adds a warning to the receipt; the pointer is relative to the facet. `code`: `facet_unusable` unless told. */
  warn(says: string, pointer?: string, code?: EventWarning): void
  /** The decimal text of an integer of this facet, exact also beyond 2^53; null when the member is no whole number. */
  integer(name: string): string | null
  /** This facet with every number as the text that it was sent as. */
  exact(): unknown
}

/**
 * One facet, one file. `read` turns it into facts and says in a few words what came of it; null: there was nothing in it to use. It
 * never throws for bad input: what cannot be used is warned of and left out.
 */
export interface FacetReader {
  readonly container: Container
  readonly key: string
  /** Other keys that mean the same: older names, names that producers made up. */
  readonly also?: readonly string[]
  /** Class name at the end of `_schemaURL`. */
  readonly className: string
  /** Versions of the facet that this reads. */
  readonly versions: string
  /** What the catalog has from it; this is the documentation of what is supported. */
  readonly yields: string
  /** What it holds, as far as it is read or shown. */
  readonly members: Members
  /** Job and dataset facets: keep the JSON in the catalog too, for lists and pages. */
  readonly keeps?: boolean
  /** Each different content is known with when it was first and last said. */
  readonly history?: boolean
  /** It is the code of the job: a run with other code is of another version of the job. */
  readonly isCode?: boolean
  read(facet: JsonObject, scope: Scope): string | null
}

/** An identity as the catalog stores it. `prefix`: of the namespaces of its source. */
export const stored = (id: Identity, prefix = ''): Identity => ({
  namespace: prefix + encodeText(id.namespace),
  name: encodeText(id.name),
})
