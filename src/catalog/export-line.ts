/** One line before it is text. `firstKey`: lines that are equal but for it are one line, with the earliest as `firstSeen`. */
export interface ExportLine {
  readonly value: object
  readonly firstKey?: string | null
}
