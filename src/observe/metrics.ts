import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Every figure that the program gives, by what it is. Labels have few values: never names of jobs or datasets. */
const list = {
  events: {
    kind: 'counter',
    name: 'headwater_events_total',
    help: 'Events received, by source and answer (accepted, duplicate, refused).',
    labels: ['source', 'answer'],
  },
  receivedBytes: { kind: 'counter', name: 'headwater_received_bytes_total', help: 'Bytes of the bodies received, unpacked.', labels: [] },
  queueBytes: {
    kind: 'gauge',
    name: 'headwater_queue_bytes',
    help: 'Bytes of bodies that wait for the disk. Bounded by maxBytesInFlight.',
    labels: [],
  },
  queueRequests: {
    kind: 'gauge',
    name: 'headwater_queue_requests',
    help: 'Requests that wait for the disk. Bounded by maxQueuedRequests.',
    labels: [],
  },
  commitSeconds: {
    kind: 'histogram',
    name: 'headwater_commit_seconds',
    help: 'Time of one commit of the log: its events read, packed and written, the disk included.',
    labels: [],
    buckets: seconds,
  },
  ackSeconds: {
    kind: 'histogram',
    name: 'headwater_ack_seconds',
    help: 'From the head of a request to its answer, for one of sixteen accepted events.',
    labels: [],
    buckets: seconds,
  },
  logHead: { kind: 'gauge', name: 'headwater_log_head', help: 'Last position in the event log.', labels: [] },
  logBytes: { kind: 'gauge', name: 'headwater_log_bytes', help: 'Bytes of the event log on disk.', labels: [] },
  catalogPosition: {
    kind: 'gauge',
    name: 'headwater_catalog_position',
    help: 'Position up to which the catalog holds all events.',
    labels: [],
  },
  catalogLagSeconds: {
    kind: 'gauge',
    name: 'headwater_catalog_lag_seconds',
    help: 'Age of the oldest event that the catalog does not hold yet.',
    labels: [],
  },
  folded: { kind: 'counter', name: 'headwater_folded_events_total', help: 'Events folded into the catalog.', labels: [] },
  foldSeconds: {
    kind: 'histogram',
    name: 'headwater_fold_seconds',
    help: 'Time of one batch of the fold, its commit included.',
    labels: [],
    buckets: seconds,
  },
  rejections: { kind: 'counter', name: 'headwater_rejections_total', help: 'Refused requests, by code.', labels: ['code'] },
  rejectionsLetGo: {
    kind: 'counter',
    name: 'headwater_rejections_let_go_total',
    help: 'Refused requests not kept any more, or never, for want of room. Bounded by maxRejections and maxSourceRejections, and by their bytes.',
    labels: [],
  },
  http: {
    kind: 'histogram',
    name: 'headwater_http_seconds',
    help: 'Time of API requests, by route and status.',
    labels: ['method', 'route', 'status'],
    buckets: seconds,
  },
  streamClients: {
    kind: 'gauge',
    name: 'headwater_stream_clients',
    help: 'Open streams of server-sent events. Bounded by maxStreamClients.',
    labels: [],
  },
  signIns: {
    kind: 'counter',
    name: 'headwater_sign_ins_total',
    help: 'Attempts to sign in, by result (ok, refused, limited).',
    labels: ['result'],
  },
} as const

type List = typeof list
type Of<D> = D extends { kind: 'counter'; labels: readonly (infer L)[] }
  ? Counter<L & string>
  : D extends { kind: 'gauge'; labels: readonly (infer L)[] }
    ? Gauge<L & string>
    : D extends { labels: readonly (infer L)[] }
      ? Histogram<L & string>
      : never

/** The metrics by name, and their text for Prometheus. */
export type Metrics = { readonly [K in keyof List]: Of<List[K]> } & {
  readonly registry: Registry
  beforeScrape(read: () => void | Promise<void>): void
  text(): Promise<string>
}

export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry })
  const readers: (() => void | Promise<void>)[] = []
  const made = Object.fromEntries(Object.entries(list).map(([key, spec]) => [key, make(spec, registry)]))
  return {
    ...made,
    registry,
    /** Figures that are read rather than counted are set just before each scrape. */
    beforeScrape: (read) => void readers.push(read),
    text: async () => {
      await Promise.allSettled(readers.map(async (read) => read()))
      return registry.metrics()
    },
  } as Metrics
}

function make(spec: List[keyof List], registry: Registry): Counter | Gauge | Histogram {
  const common = { name: spec.name, help: spec.help, labelNames: [...spec.labels], registers: [registry] }
  if (spec.kind === 'counter') return new Counter(common)
  if (spec.kind === 'gauge') return new Gauge(common)
  return new Histogram({ ...common, buckets: [...spec.buckets] })
}
