import { isObject, member, objectMember, pointerToken, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import { encodeText, truncate } from '../lib/text.ts'
import { bodyText, depthMax, depthOf, readBody } from '../openlineage/body.ts'
import { clientOf } from '../openlineage/client.ts'
import { identify, identityOf } from '../openlineage/event.ts'
import type { EventIdentity, Identity } from '../openlineage/event.ts'
import { isFromFuture, orderKey } from '../openlineage/order-key.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import { instantMs, parseInstant } from '../openlineage/time.ts'
import { input, output, seen, touches } from './changes.ts'
import type { Changes, RunRef, Side } from './changes.ts'
import { columnSources, jobTraits, runTraits, unsaidFacets } from '../producers/producers.ts'
import type { ColumnSources } from '../producers/producers.ts'
import type { Rules } from '../rules/rules.ts'
import { eventFlags, eventRow } from './event-row.ts'
import { exactInteger, exactPart } from './exact-integer.ts'
import { stored } from './facet-reader.ts'
import type { Carrier, Moment } from './histories.ts'
import type { Container, FacetReader, Scope } from './facet-reader.ts'
import { runTraitsFact, traitsFact } from './traits.ts'
import { checkMembers } from './facets/shape.ts'
import { readerOf } from './facets/table.ts'
import { keepWarnings, warningsOfEvent } from './hear.ts'
import type { Listener, LoggedEvent } from './hear.ts'
import { isSnapshot } from './snapshot.ts'
import { halfCharacterAt, strayMembers, strayParts } from './strays.ts'
import { latenessOf } from './tallies.ts'

/** A run facet that marks an event as a test of the connection; such events stay out of the catalog. */
export const testFacet = 'headwater_test'

/** Clocks that run apart by less are good enough. */
const aheadMs = 5 * 60_000
const eventTypes = new Set(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'])

/**
 * Adds what one event says to `changes`. Pure: depends on the event and the rules alone, never on what was folded before. Bad parts are
 * left out with a warning; nothing that an event holds can make it throw. Answers the event's place in the order of events; null where it
 * could not be read.
 */
export function foldEvent(event: LoggedEvent, changes: Changes, rules: Rules, listener?: Listener): OrderKey | null {
  if (listener !== undefined) return readEvent(event, changes, rules, listener)
  const heard = warningsOfEvent()
  const key = readEvent(event, changes, rules, heard)
  keepWarnings(event, changes, heard, key)
  return key
}

function readEvent(event: LoggedEvent, changes: Changes, rules: Rules, hears: Listener): OrderKey | null {
  const read = isTooDeep(event) ? null : readBody(event.body)
  if (read === null || !read.ok) {
    if (read === null) hears.warn('too_deep', '', 'event', `Nested deeper than ${depthMax}: kept, not applied`)
    else hears.warn('not_readable', '', 'event', `Not readable: ${read.reason}`)
    changes.events.push({ job: null, run: null, dataset: null, row: eventRow(event, null, null, 'RunEvent', eventFlags.notFolded, 1) })
    return null
  }
  for (const warning of read.warnings) hears.warn('bare_number', '', 'event', warning)
  const half = halfCharacterAt(event.body, read.value)
  if (half !== null) hears.warn('half_character', half, 'text', 'Holds half a character: kept as it is, most programs cannot show it')
  const identity = identify(read.value)
  if (!('kind' in identity) || !isObject(read.value)) {
    changes.events.push({ job: null, run: null, dataset: null, row: eventRow(event, null, null, 'RunEvent', eventFlags.notFolded, 1) })
    return null
  }
  const fold = new EventFold(event, read.value, identity, changes, rules, hears)
  fold.fold()
  return fold.key
}

export const isTooDeep = (event: LoggedEvent): boolean => event.deep ?? depthOf(event.body, depthMax) > depthMax

class EventFold {
  readonly #event: LoggedEvent
  readonly #value: JsonObject
  readonly #changes: Changes
  readonly #rules: Rules
  readonly #hears: Listener
  readonly #identity: EventIdentity
  readonly key: OrderKey
  readonly #type: string | null
  readonly #isSnapshot: boolean
  readonly #job: Identity | null
  readonly #run: RunRef | null
  readonly #instant: string | null
  readonly #columnSources: ColumnSources | null
  readonly #unsaid: ReadonlyMap<string, string> | null
  readonly #isOn = (rule: string): boolean => this.#rules.isOn(rule)

  constructor(event: LoggedEvent, value: JsonObject, identity: EventIdentity, changes: Changes, rules: Rules, hears: Listener) {
    this.#event = event
    this.#value = value
    this.#identity = identity
    this.#changes = changes
    this.#rules = rules
    this.#hears = hears
    this.#type = this.#readType()
    this.#isSnapshot = isSnapshot(value)
    this.#job = identity.job && this.#jobId(identity.job)
    this.#run = this.#job !== null && identity.runId !== null ? { job: this.#job, runId: encodeText(identity.runId) } : null
    this.#instant = parseInstant(member(value, 'eventTime'))
    this.key = this.#readTime()
    this.#columnSources = columnSources(value, this.#isOn)
    this.#unsaid = unsaidFacets(value, this.#isOn)
  }

  fold(): void {
    const { kind } = this.#identity
    const stated = stringMember(this.#value, 'eventTime')
    const isTest = kind === 'RunEvent' && objectMember(objectMember(this.#value['run'], 'facets'), testFacet) !== undefined
    const row = eventRow(
      this.#event,
      this.#type,
      stated === undefined ? null : encodeText(truncate(stated, 100)),
      kind,
      isTest ? eventFlags.test : 0,
      0,
    )
    const dataset = this.#identity.dataset && this.#datasetId(this.#identity.dataset)
    if (isTest) {
      this.#hears.note(
        'ignored',
        '/run/facets/headwater_test',
        'run.headwater_test',
        'A test of the connection: kept, and left out of the catalog',
      )
      this.#changes.events.push({ job: null, run: null, dataset: null, row })
      return
    }
    const leftOut = this.#leftOutBecause(dataset)
    if (leftOut !== null) {
      this.#hears.note('ignored', '', 'event', leftOut)
      this.#changes.events.push({ job: null, run: null, dataset: null, row: { ...row, flags: eventFlags.leftOut } })
      return
    }
    this.#changes.events.push({ job: this.#job, run: this.#run, dataset, row })
    for (const stray of strayParts(this.#value, kind)) this.#hears.warn(stray.code, stray.pointer, stray.label, stray.says)
    if (this.#job !== null) this.#foldJob(this.#job)
    if (this.#run !== null) this.#foldRun(this.#run)
    if (dataset !== null) this.#foldDataset(dataset, this.#value['dataset'], '/dataset', 'dataset', null)
    if (this.#job !== null) this.#foldSides(this.#job)
    this.#tally()
  }

  /** Counts for findings over many events. */
  #tally(): void {
    const { sourceId, receivedAt } = this.#event
    const client = clientOf(stringMember(this.#value, 'producer') ?? '')
    if (client !== null) this.#changes.tally(sourceId, 'client', `${client.name} ${client.version}`, this.key)
    const late = latenessOf(this.key, receivedAt)
    if (late !== null) this.#changes.tally(sourceId, 'late', late, this.key)
    if (this.#run === null) return
    if (this.#type === 'COMPLETE') this.#changes.tally(sourceId, 'sent', 'end', this.key)
    if ((this.#changes.touched & touches.output) !== 0) this.#changes.tally(sourceId, 'sent', 'outputs', this.key)
  }

  /** Why a rule keeps the whole event out of the catalog; null: none does. */
  #leftOutBecause(dataset: Identity | null): string | null {
    const { hidden } = this.#rules
    if (!this.#rules.takes(this.#event.sourceId, this.#instant))
      return 'A rule leaves out events of this source or time: kept, and not in the catalog'
    if (this.#job !== null && hidden.job(this.#job)) return 'A rule hides this job: kept, and not in the catalog'
    if (this.#run !== null && hidden.run(this.#run.job, this.#run.runId)) return 'A rule hides this run: kept, and not in the catalog'
    if (dataset !== null && hidden.dataset(dataset)) return 'A rule hides this dataset: kept, and not in the catalog'
    return null
  }

  #jobId(id: Identity): Identity {
    return stored(id, this.#rules.jobPrefix(this.#event.sourceId))
  }

  #datasetId(id: Identity): Identity {
    return stored(id, this.#rules.datasetPrefix(this.#event.sourceId))
  }

  #readType(): string | null {
    const type = member(this.#value, 'eventType')
    if (type === undefined || type === null) return null
    const name = typeof type === 'string' ? type.toUpperCase() : ''
    if (eventTypes.has(name)) return name
    this.#hears.warn('unknown_event_type', '/eventType', 'eventType', 'Not a known type; read as OTHER')
    return 'OTHER'
  }

  #readTime(): OrderKey {
    const instant = this.#instant
    if (instant === null)
      this.#hears.warn('no_time', '/eventTime', 'eventTime', 'No readable time: this event gives way to every event that has one')
    else if (isFromFuture(instant, this.#event.receivedAt))
      this.#hears.warn(
        'future_event',
        '/eventTime',
        'eventTime',
        'More than 24 h after it arrived: this event gives way to every event with a believable time. Check the clock of the sender',
      )
    else if (instantMs(instant) > this.#event.receivedAt + aheadMs)
      this.#hears.warn('clock_ahead', '/eventTime', 'eventTime', 'More than 5 minutes after it arrived: the clock of the sender is ahead')
    return orderKey(instant, this.#type, this.#event.hash, this.#event.receivedAt)
  }

  #foldJob(job: Identity): void {
    this.#changes.job(job, seen(this.key))
    this.#changes.jobSource(job, this.#event.sourceId, this.key)
    const traits = jobTraits(this.#value, this.#isOn)
    if (traits !== null) this.#changes.job(job, traitsFact(job, traits, this.key))
    this.#hears.note('used', '/job', 'job', `Job ${truncate(job.name, 200)}`)
    this.#noteStrays(this.#value['job'], 'job', '/job', 'job')
    this.#foldFacets(member(this.#value['job'], 'facets'), 'job', '/job/facets', 'job', null, null)
  }

  #foldRun(run: RunRef): void {
    const key = this.key
    const producer = stringMember(this.#value, 'producer') ?? ''
    const fact: Record<string, string | number | null> = {
      first_event: key,
      last_event: key,
      spark: producer.includes('/integration/spark') ? 1 : 0,
    }
    if (this.#type === 'START') fact['first_start'] = key
    if (this.#type !== null && this.#type !== 'OTHER') fact['first_any'] = key
    if (this.#type === 'START' || this.#type === 'RUNNING') fact['last_active'] = key
    if (this.#type === 'COMPLETE' || this.#type === 'ABORT' || this.#type === 'FAIL') fact[`end_${this.#type.toLowerCase()}`] = key
    const traits = runTraits(this.#value, this.#isOn)
    this.#changes.run(run, traits === null ? fact : { ...fact, ...runTraitsFact(run.job, traits, key) })
    this.#hears.note('used', '/run', 'run', this.#type === null ? 'Run named, no type' : `Run ${this.#type}`)
    this.#noteStrays(this.#value['run'], 'run', '/run', 'run')
    this.#foldFacets(member(this.#value['run'], 'facets'), 'run', '/run/facets', 'run', null, null)
  }

  #foldSides(job: Identity): void {
    for (const [name, side] of [
      ['inputs', input],
      ['outputs', output],
    ] as const) {
      const list = member(this.#value, name)
      if (list === undefined || list === null) continue
      if (!Array.isArray(list)) {
        this.#hears.warn('not_a_list', `/${name}`, name, 'Not a list; left out')
        continue
      }
      for (const [i, value] of list.entries()) {
        const id = identityOf(value)
        const pointer = `/${name}/${i}`
        if (id === null) this.#hears.warn('bad_identifier', pointer, `${name}[${i}]`, 'A dataset needs a namespace and a name; left out')
        else this.#foldSide(job, side, this.#datasetId(id), value, pointer, `${name}[${i}]`)
      }
    }
  }

  #foldSide(job: Identity, side: Side, dataset: Identity, value: unknown, pointer: string, label: string): void {
    this.#changes.edge(job, side, dataset, this.key, this.#run)
    if (this.#run !== null) {
      this.#changes.runDataset(this.#run, side, dataset, { said_key: this.key })
      if (this.#isSnapshot) this.#changes.run(this.#run, { [side === input ? 'whole_inputs' : 'whole_outputs']: this.key })
    }
    this.#foldDataset(dataset, value, pointer, label, side)
    const container = side === input ? 'input' : 'output'
    this.#foldFacets(member(value, `${container}Facets`), container, `${pointer}/${container}Facets`, label, dataset, side)
  }

  #foldDataset(dataset: Identity, value: unknown, pointer: string, label: string, side: Side | null): void {
    this.#changes.dataset(dataset, seen(this.key))
    this.#hears.note('used', pointer, label, `Dataset ${truncate(dataset.name, 200)}`)
    this.#noteStrays(value, 'dataset', pointer, label)
    this.#foldFacets(member(value, 'facets'), 'dataset', `${pointer}/facets`, label, dataset, side)
  }

  #noteStrays(value: unknown, container: Container, pointer: string, label: string): void {
    for (const key of strayMembers(value, container))
      this.#hears.warn('stray_facet', `${pointer}/${pointerToken(key)}`, `${label}.${key}`, 'A facet that stands beside `facets`; left out')
  }

  #foldFacets(facets: unknown, container: Container, pointer: string, label: string, dataset: Identity | null, side: Side | null): void {
    if (facets === undefined || facets === null) return
    if (!isObject(facets)) return this.#hears.warn('facet_not_object', pointer, `${label}.facets`, 'Not an object; left out')
    for (const key of Object.keys(facets)) {
      const facet = facets[key]
      const at = `${pointer}/${pointerToken(key)}`
      if (isObject(facet)) this.#foldFacet(key, facet, container, at, `${label}.${key}`, dataset, side)
      else this.#hears.warn('facet_not_object', at, `${label}.${key}`, 'A facet is an object; left out')
    }
  }

  #foldFacet(
    key: string,
    facet: JsonObject,
    container: Container,
    pointer: string,
    label: string,
    dataset: Identity | null,
    side: Side | null,
  ): void {
    const reader = readerOf(container, key, facet['_schemaURL'], side === null ? null : side === input ? 'input' : 'output')
    const unsaid = this.#unsaid?.get(reader?.key ?? key)
    if (unsaid !== undefined) return this.#hears.note('ignored', pointer, label, unsaid)
    // Producers put dataset facets among those of an input or output: they speak of the dataset all the same.
    const owner = container === 'job' ? this.#job : container === 'dataset' || reader?.container === 'dataset' ? dataset : null
    const deleted = owner !== null && facet['_deleted'] === true
    const of = container === 'job' ? 'job' : 'dataset'
    const note = (): void => {
      if (owner !== null) this.#noteFacet(owner, of, reader?.key ?? key, reader?.keeps && !deleted ? facet : null, deleted)
    }
    if (reader === null) this.#noteCustom(container, key, facet, dataset)
    if (deleted) {
      note()
      if (reader?.key === 'symlinks' && dataset !== null) this.#changes.dataset(dataset, { symlinks_end: this.key })
      if (reader?.key === 'jobType' && this.#job !== null) this.#changes.job(this.#job, { type_key: this.key })
      if (reader !== null) this.#noteVersion(owner, of, reader, { _deleted: true })
      return this.#hears.note('used', pointer, label, 'Deleted from here on')
    }
    if (reader === null) {
      note()
      return this.#hears.note('stored only', pointer, label, 'No reader: kept in the event and shown as JSON')
    }
    const odd = this.#checkMembers(reader, facet, pointer, label)
    const says = reader.read(facet, this.#scope(facet, pointer, label, dataset, side, odd))
    // A facet with nothing in it replaces none that had something.
    if (says === null) return this.#hears.note('ignored', pointer, label, 'Nothing in it to use')
    note()
    this.#noteVersion(owner, of, reader, facet)
    this.#hears.note('used', pointer, label, says)
  }

  #moment(): Moment {
    return { key: this.key, position: this.#event.position, run: this.#run }
  }

  #noteVersion(of: Identity | null, owner: 'job' | 'dataset', reader: FacetReader, facet: JsonObject): void {
    const { histories } = this.#changes
    if (of !== null && reader.history === true) histories.version(owner, of, reader.key, facet, this.#moment())
    if (reader.isCode === true && this.#run !== null) histories.code(this.#run, reader.key, facet, this.key)
  }

  #noteCustom(container: Container, key: string, facet: JsonObject, dataset: Identity | null): void {
    const of = container === 'run' ? this.#run : container === 'job' ? this.#job : dataset
    const kind = container === 'run' ? 'run' : container === 'job' ? 'job' : 'dataset'
    const carrier = of === null ? { kind: 'none' as const } : ({ kind, of } as Carrier)
    this.#changes.histories.custom(container, encodeText(truncate(key, 1_000)), facet, carrier, this.#moment())
  }

  #noteFacet(of: Identity, owner: 'job' | 'dataset', key: string, value: JsonObject | null, deleted: boolean): void {
    const name = encodeText(truncate(key, 1_000))
    this.#changes.facet(owner, of, name, {
      order_key: this.key,
      position: this.#event.position,
      value: value === null ? null : () => keptText(value),
      deleted: deleted ? 1 : 0,
      key: name,
    })
  }

  /** Pointers, within the facet, of the members that are not as the reader declares them. */
  #checkMembers(reader: FacetReader, facet: JsonObject, pointer: string, label: string): readonly string[] {
    const odd: string[] = []
    checkMembers(facet, reader.members, (says, within, code) => {
      odd.push(within)
      this.#hears.warn(code, pointer + within, label, says)
    })
    return odd
  }

  /** What is told of a member already, the reader need not tell again. */
  #scope(facet: JsonObject, pointer: string, label: string, dataset: Identity | null, side: Side | null, odd: readonly string[]): Scope {
    return {
      changes: this.#changes,
      key: this.key,
      position: this.#event.position,
      job: this.#job,
      run: this.#run,
      eventType: this.#type,
      dataset,
      side,
      rules: this.#rules,
      jobId: (id) => this.#jobId(id),
      datasetId: (id) => this.#datasetId(id),
      columnSources: this.#columnSources,
      warn: (says, within = '', code = 'facet_unusable') => {
        if (!odd.some((told) => told.startsWith(within))) this.#hears.warn(code, pointer + within, label, says)
      },
      exact: () => exactPart(bodyText(this.#event.body), pointer),
      integer: (name) => exactInteger(facet, name, () => this.#event.body, `${pointer}/${pointerToken(name)}`),
    }
  }
}

/** A kept facet larger than this is read from its event instead. */
const facetTextMax = 256_000

function keptText(facet: JsonObject): string | null {
  const text = JSON.stringify(facet)
  return text.length > facetTextMax ? null : text
}
