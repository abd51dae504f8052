/** What is known of a run beside what its facets say to everybody. */
export interface RunTraits {
  /** Names the task instance, within its job, of which the run is a try; null unknown. */
  readonly triesOf: string | null
  /** Which try of the same task it is, from 1; null unknown. */
  readonly tryNumber: number | null
  /** Which instance of a mapped task, from 0; null: not mapped. */
  readonly mapIndex: number | null
  /** The producer sends what it sent before under other run ids. */
  readonly mayBeSentAgain: boolean
}
