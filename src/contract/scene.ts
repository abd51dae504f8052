/** All that a picture of lineage shows, in one question: the root, what was opened since, columns and pins. */
import { z } from 'zod'
import { Field } from './catalog.ts'
import { Instant, WindowOrLast } from './common.ts'
import { Lineage, NodeType } from './lineage.ts'

const Short = z.string().regex(/^[0-9a-z]{1,12}$/)
const Text = z.string().max(20_000)

/** POST /api/v2/lineage/scene. Nodes other than the root go by their short names (src/contract/short.ts). */
export const SceneQuery = z.object({
  type: NodeType.default('dataset'),
  namespace: Text,
  name: Text,
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
  depth: z.number().int().min(0).max(1_000).default(1),
  fold: z.boolean().default(true),
  control: z.boolean().default(false),
  asOf: Instant.optional(),
  window: WindowOrLast.optional(),
  facts: z.boolean().default(true),
  /** With column edges that are read out of SQL. */
  inferred: z.boolean().default(true),
  /** Of each of the questions that this one stands for. */
  limit: z.number().int().min(1).max(5_000).default(1_000),
  /** Sides that were opened: `u` upstream, `d` downstream. In this order, each known by what was opened before it. */
  sides: z
    .array(z.object({ node: Short, side: z.enum(['u', 'd']), /** Over datasets. */ hops: z.number().int().min(1).max(1_000).default(1) }))
    .max(100)
    .default([]),
  /** Datasets whose columns are open. */
  columns: z.array(Short).max(60).default([]),
  /** Columns whose paths are followed. */
  pins: z
    .array(z.object({ namespace: Text, name: Text, field: Text }))
    .max(10)
    .default([]),
})
export type SceneQuery = z.infer<typeof SceneQuery>

export const Scene = Lineage.extend({
  /** The first nodes are those of the root's own answer; this many. */
  own: z.number(),
  /** `short.u` or `short.d` of the sides, and shorts of the datasets, that were read. What is missing was not found, or there was no room. */
  sides: z.array(z.string()),
  cards: z.array(z.string()),
  /** By pin, in the order of the question. `known` false: the dataset has no such column. `root`: the dataset under its main name. */
  pins: z.array(z.object({ known: z.boolean(), truncated: z.boolean(), root: z.object({ namespace: z.string(), name: z.string() }) })),
  /** Columns with lineage of the open and of the pinned datasets, in the order of their schemas; as of now, whatever `asOf`. */
  fields: z.array(z.object({ namespace: z.string(), name: z.string(), fields: z.array(Field) })),
})
export type Scene = z.infer<typeof Scene>
