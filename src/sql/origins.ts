/** How a column gets its values from another one; from weakest to strongest. The subtypes are those of ColumnLineageDatasetFacet 1-2-0. */
export const directs = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'] as const
export type Direct = (typeof directs)[number]
export type Indirect = 'JOIN' | 'FILTER' | 'GROUP_BY' | 'SORT' | 'WINDOW' | 'CONDITIONAL'
export type How = Direct | Indirect

/** A field of one of the job's datasets, by its place in the request. */
export interface Origin {
  readonly dataset: number
  readonly field: string
  readonly how: How
}

export const isDirect = (how: How): how is Direct => directs.includes(how as Direct)

const stronger = (a: Direct, b: Direct): Direct => (directs.indexOf(a) < directs.indexOf(b) ? b : a)

/** What stays of `inner` when what it made is used in the way of `outer`. */
function through(inner: How, outer: How): How {
  if (!isDirect(outer)) return outer
  return isDirect(inner) ? stronger(inner, outer) : inner
}

/** The fields that something is made of, each with the strongest of the direct ways and with each of the indirect ones. */
export class Origins {
  readonly #byKey = new Map<string, Origin>()

  static of(origin: Origin): Origins {
    const made = new Origins()
    made.#add(origin)
    return made
  }

  get list(): Origin[] {
    return [...this.#byKey.values()]
  }

  /** Takes in all of `other`, used in the way of `how`. */
  take(other: Origins, how: How): this {
    for (const origin of other.#byKey.values()) this.#add({ ...origin, how: through(origin.how, how) })
    return this
  }

  #add(origin: Origin): void {
    const key = `${origin.dataset} ${isDirect(origin.how) ? '' : origin.how} ${origin.field}`
    const known = this.#byKey.get(key)
    if (known === undefined) this.#byKey.set(key, origin)
    else if (isDirect(known.how) && isDirect(origin.how)) this.#byKey.set(key, { ...known, how: stronger(known.how, origin.how) })
  }
}
