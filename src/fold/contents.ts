import { contentHash } from '../catalog/keys.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import type { JsonObject } from '../lib/json.ts'
import { encodeText } from '../lib/text.ts'

/** What a facet says, whoever said it and by which schema. */
export interface Content {
  readonly hash: string
  /** Canonical JSON; null where it is too long to be kept in the catalog and is read from its event. */
  readonly value: string | null
}

const valueLength = 2_000
/** Most facets say what the event before said: to see that costs a fifth of working it out. Up to 10 MB, in practice one or two. */
const known = new Map<string, Content>()
const knownMax = 2_000
const knownLengthMax = 2_500

/** Contents that differ in `_producer` and `_schemaURL` alone are one. */
export function contentOf(facet: JsonObject): Content {
  const said = JSON.stringify(facet)
  const before = known.get(said)
  if (before !== undefined) return before
  const text = canonicalJson({ ...facet, _producer: undefined, _schemaURL: undefined })
  const content = { hash: contentHash(text), value: text.length <= valueLength ? encodeText(text) : null }
  if (said.length > knownLengthMax) return content
  if (known.size >= knownMax) known.clear()
  known.set(said, content)
  return content
}
