import { contentHash } from '../catalog/keys.ts'
import { encodeText, truncate } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import type { JobTraits } from '../producers/job-traits.ts'
import type { RunTraits } from '../producers/run-traits.ts'
import type { Fact } from './merge.ts'

/** What is known of a job's place as columns of its row. Ways of running one thing share `kin`. */
export function traitsFact(job: Identity, { kin, isPart }: JobTraits, key: OrderKey): Fact {
  const of = kin === null ? null : encodeText(truncate(kin, 1_000))
  return {
    traits_key: key,
    kin: of === null ? '' : contentHash(`${job.namespace}\0${of}`),
    kin_name: of,
    is_part: isPart ? 1 : 0,
  }
}

/** What is known of a run's place as columns of its row. */
export const runTraitsFact = (job: Identity, traits: RunTraits, key: OrderKey): Fact => ({
  traits_key: key,
  tries_of: traits.triesOf === null ? null : contentHash(`${job.namespace}\0${job.name}\0${traits.triesOf}`),
  try_number: traits.tryNumber,
  map_index: traits.mapIndex,
  sent_again: traits.mayBeSentAgain ? 1 : 0,
})
