/** What is known of a job beside what its facets say to everybody. */
export interface JobTraits {
  /** What the job is one way of running, unique within its namespace; null: nothing that is known to have several. */
  readonly kin: string | null
  /** A step within its parent, which stands for it in lists and lineage. */
  readonly isPart: boolean
}
