import type { DatasetRef, JobDetail } from '../../../../src/contract/catalog.ts'

/** What a job reads and writes, with all that the jobs inside it read and write. */
export const ioOf = (
  job: Pick<JobDetail, 'inputs' | 'outputs' | 'inside'>,
): {
  readonly inputs: readonly DatasetRef[]
  readonly outputs: readonly DatasetRef[]
} => job.inside ?? job
