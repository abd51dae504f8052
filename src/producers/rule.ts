/** Something that is known of one producer: a rule that comes with Headwater, can be switched off, and then was never there. */
export interface ProducerRule {
  readonly id: string
  /** Raise it when the meaning changes: catalogs are then made anew. */
  readonly version: number
  readonly title: string
  /** What it does and why, for the page of rules. */
  readonly says: string
}

/** Whether the rule of that id is on. */
export type IsOn = (rule: string) => boolean
