/** What people tell the catalog besides the events: what is one dataset, what is left out, what is known of producers. */
import { z } from 'zod'
import { Identity, Instant } from './common.ts'

const glob = z.string().min(1).max(1_000).describe('Where `*` stands for any text; `\\*` is a star')
const text = z.string().min(1).max(1_000)

/** The names of the OpenLineage Java client's dataset name trimmers. */
export const trimmerNames = ['DateTrimmer', 'KeyValueTrimmer', 'MultiDirDateTrimmer', 'YearMonthTrimmer'] as const
export type TrimmerName = (typeof trimmerNames)[number]

const scheme = z.string().regex(/^[a-z][a-z0-9+.-]{0,40}$/, 'a scheme such as s3a, in lower case, without ://')

export const SchemeRule = z.object({
  kind: z.literal('scheme').describe('Namespaces of these schemes are those of another'),
  from: z.array(scheme).min(1).max(20),
  to: scheme,
})
export const HostRule = z.object({
  kind: z.literal('host').describe('These hosts are one server; a host with a port stands for that port alone'),
  hosts: z.array(text).min(1).max(200),
  to: text,
})
export const CaseRule = z.object({
  kind: z.literal('case').describe('Names in these namespaces are compared without regard to letter case'),
  namespaces: glob,
  to: z.enum(['lower', 'upper']),
})
export const TrimRule = z.object({
  kind: z.literal('trim').describe('Partition paths at the end of names are cut off'),
  namespaces: glob,
  trimmers: z.array(z.enum(trimmerNames)).min(1).max(trimmerNames.length),
})
export const PatternRule = z.object({
  kind: z.literal('pattern').describe('A regular expression (RE2 syntax) is replaced in names or namespaces'),
  namespaces: glob,
  part: z.enum(['namespace', 'name']),
  match: text,
  replace: z.string().max(1_000).describe('$1 to $9: what the groups matched'),
})
export const SameRule = z.object({
  kind: z.literal('same').describe('One dataset is another: a decision of a person'),
  dataset: Identity,
  as: Identity,
})
export const ApartRule = z.object({
  kind: z.literal('apart').describe('Two ids are not one dataset, whatever a symlink says'),
  a: Identity,
  b: Identity,
})
export const PrefixRule = z.object({
  kind: z.literal('prefix').describe('What a source sends stands in namespaces that start with this'),
  sourceId: z.number().int().positive(),
  prefix: z.string().min(1).max(200),
  of: z.enum(['jobs', 'datasets', 'both']),
})
export const HideRule = z.object({
  kind: z.literal('hide').describe('Kept in the log, left out of the catalog'),
  what: z.enum(['job', 'dataset', 'namespace', 'run']),
  namespace: glob,
  name: glob.nullable().default(null).describe('Of jobs and datasets; of a run: its job'),
  runId: text.nullable().default(null),
})
export const LeaveOutRule = z.object({
  kind: z.literal('leaveOut').describe('Events of a source, or of a time, stay in the log and out of the catalog'),
  sourceId: z.number().int().positive().nullable(),
  from: Instant.nullable().describe('By event time, inclusive'),
  to: Instant.nullable().describe('By event time, exclusive'),
})
export const SwitchRule = z.object({
  kind: z.literal('switch').describe('A rule that comes with Headwater is off'),
  rule: text,
})

export const RuleBody = z.discriminatedUnion('kind', [
  SchemeRule,
  HostRule,
  CaseRule,
  TrimRule,
  PatternRule,
  SameRule,
  ApartRule,
  PrefixRule,
  HideRule,
  LeaveOutRule,
  SwitchRule,
])
export type RuleBody = z.infer<typeof RuleBody>
export type RuleOf<K extends RuleBody['kind']> = Extract<RuleBody, { kind: K }>

export const Rule = z.object({
  id: z.number(),
  body: RuleBody,
  /** Why, in the words of the person who made it. */
  note: z.string().nullable(),
  createdAt: Instant,
  createdBy: z.string().nullable(),
  /** Null while it is in force. */
  removedAt: Instant.nullable(),
  removedBy: z.string().nullable(),
})
export type Rule = z.infer<typeof Rule>

export const BuiltIn = z.object({ id: z.string(), title: z.string(), says: z.string(), on: z.boolean() })
export type BuiltIn = z.infer<typeof BuiltIn>

/** GET /api/v2/rules */
export const Rules = z.object({
  items: z.array(Rule),
  builtIn: z.array(BuiltIn),
  /** False while the catalog is being made anew with rules that were changed. */
  inForce: z.boolean(),
})
export type Rules = z.infer<typeof Rules>

/** POST /api/v2/rules */
export const NewRule = z.object({ body: RuleBody, note: z.string().max(1_000).nullable().default(null) })

const count = z.number().nullable()

/** POST /api/v2/rules/preview: several at once are looked at as one. */
export const PreviewRules = z.object({ bodies: z.array(RuleBody).min(1).max(100) })

/** One thing that rules would change: `ids` (the first few of `count`) would be `into`; null: they would be gone. */
export const PreviewSample = z.object({
  of: z.enum(['dataset', 'job', 'run', 'namespace']),
  ids: z.array(Identity.extend({ runId: z.string().optional() })),
  count: z.number(),
  into: Identity.nullable(),
})
export type PreviewSample = z.infer<typeof PreviewSample>

/** What rules would do to the catalog as it is now; null: this kind of rule changes none of them, or that cannot be told from the catalog. */
export const RulePreview = z.object({
  says: z.string(),
  /** Why these rules cannot be made; null: they can. */
  fault: z.string().nullable(),
  /** Names of datasets that would give way to another. */
  names: count,
  /** So many datasets would become so many. */
  joined: count,
  into: count,
  jobs: count,
  datasets: count,
  runs: count,
  events: count,
  /** The catalog is large, and only a part of it was looked at. */
  atLeast: z.boolean(),
  samples: z.array(PreviewSample),
})
export type RulePreview = z.infer<typeof RulePreview>

/** Names that look like one dataset, or that one name joins though they look like several; with the rules that would settle it. */
export const Suggestion = z.object({
  /** Stays the same while the evidence grows. */
  key: z.string(),
  kind: z.enum(['case', 'server', 'path', 'overMerged']),
  says: z.string(),
  bodies: z.array(RuleBody),
  /** Datasets that the evidence speaks of. */
  datasets: z.number(),
  samples: z.array(PreviewSample),
})
export type Suggestion = z.infer<typeof Suggestion>

/** One that a person does not want to see again. */
export const DismissedSuggestion = z.object({ key: z.string(), says: z.string(), at: Instant, by: z.string().nullable() })
export type DismissedSuggestion = z.infer<typeof DismissedSuggestion>

/** GET /api/v2/rules/suggestions. What was accepted, dismissed, or accepted and taken back does not come again. */
export const Suggestions = z.object({ items: z.array(Suggestion), dismissed: z.array(DismissedSuggestion), atLeast: z.boolean() })
export type Suggestions = z.infer<typeof Suggestions>

/** POST /api/v2/rules/suggestions/:key */
export const AnswerSuggestion = z.object({ answer: z.enum(['accept', 'dismiss', 'bringBack']) })

/** GET /api/v2/sources/:id/collisions: jobs that another source names as well, the first 20; `sources` by number. */
export const JobClaims = z.object({
  items: z.array(z.object({ job: Identity, sources: z.array(z.number()) })),
  total: z.number(),
  atLeast: z.boolean(),
})
export type JobClaims = z.infer<typeof JobClaims>
