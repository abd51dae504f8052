import type { WarningGroup } from '../../../../src/contract/warnings.ts'

/** `3 kinds of warnings from 2 sources`. */
export function warningWords(
  groups: readonly Pick<WarningGroup, 'code' | 'source'>[],
  plural: (count: number, one: string, many?: string) => string,
): string {
  const kinds = new Set(groups.map((g) => g.code)).size
  const sources = new Set(groups.flatMap((g) => g.source?.id ?? [])).size
  return `${plural(kinds, 'kind of warning', 'kinds of warnings')}${sources === 0 ? '' : ` from ${plural(sources, 'source')}`}`
}
