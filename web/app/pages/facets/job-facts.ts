/** Job facets that are shown in the margin of the job, and its source code. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import type { Language } from '../../ui/tokenize.ts'
import { factsOf } from './fact.ts'
import { findFacet } from './known.ts'
import { countOf, memberOf, textAt, textOf, wordsFor } from './read.ts'
import type { FactGroup } from './run-facts.ts'

export type SourceCode = { readonly code: string; readonly language: string | null; readonly colours: Language }

const COLOURS: readonly (readonly [RegExp, Language])[] = [
  [/^(py|python|pyspark|ipython)\d*$/, 'python'],
  [/^(java|scala|kotlin|groovy|javascript|typescript|js|ts|go|c#|rust)$/, 'java'],
  [/sql$/, 'sql'],
  [/^(ba|z|k|da)?sh$|^shell$|^bash/, 'shell'],
  [/^json$/, 'json'],
  [/^ya?ml$/, 'yaml'],
  [/^(ini|toml|properties)$/, 'ini'],
]

/** How code of that language is coloured; unknown ones are not. */
export const coloursOf = (language: string | null): Language =>
  COLOURS.find(([name]) => name.test(language?.trim().toLowerCase() ?? ''))?.[1] ?? 'text'

/** SourceCodeJobFacet; early ones called the code `source`. */
export function sourceCodeIn(facet: FacetValue | null): SourceCode | null {
  const code = textOf(memberOf(facet?.value, 'sourceCode') ?? memberOf(facet?.value, 'source'), Number.POSITIVE_INFINITY)
  if (code === null) return null
  const language = textAt(facet?.value, 'language')
  return { code, language, colours: coloursOf(language) }
}

const TRIGGERS: Readonly<Record<string, string>> = { EVENT_BASED: 'when something happens', PERIODIC: 'at intervals' }
const CONTENTS: Readonly<Record<string, string>> = {
  ACCUMULATIVE: 'each adds to those before',
  COMPLETE_SNAPSHOT: 'each says everything again',
}

/** `emissionPattern` of jobType: `at intervals of 60 s, each says everything again`. */
export function emissionIn(facet: FacetValue | null): string | null {
  const pattern = memberOf(facet?.value, 'emissionPattern')
  const trigger = textAt(pattern, 'eventTrigger')
  const content = textAt(pattern, 'eventContentMode') ?? textAt(pattern, 'eventCompleteness')
  const window = countOf(memberOf(pattern, 'windowDuration'))
  const when = trigger === null ? null : wordsFor(TRIGGERS, trigger)
  const every = window === null ? when : `${when ?? 'at intervals'} of ${window.toLocaleString('en-US')} s`
  const parts = [every, content === null ? null : wordsFor(CONTENTS, content)].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}

/** GcpComposerJobFacet and GcpLineageJobFacet. */
export function jobFactGroups(facets: readonly FacetValue[]): readonly FactGroup[] {
  const composer = findFacet(facets, 'composerJob')?.value
  const lineage = findFacet(facets, 'gcpLineage')?.value
  const groups: readonly FactGroup[] = [
    {
      title: 'Cloud Composer',
      facts: factsOf([
        ['Environment', memberOf(composer, 'environmentName')],
        ['DAG', memberOf(composer, 'dagId')],
        ['Task', memberOf(composer, 'taskId')],
        ['Operator', memberOf(composer, 'operator')],
        ['Airflow', memberOf(composer, 'airflowVersion')],
        ['Composer', memberOf(composer, 'composerVersion')],
      ]),
    },
    {
      title: 'Google Cloud lineage',
      facts: factsOf([
        ['Name', memberOf(lineage, 'displayName')],
        ['Origin', memberOf(lineage, 'origin', 'sourceType')],
        ['Resource', memberOf(lineage, 'origin', 'name'), 'id'],
      ]),
    },
  ]
  return groups.filter((group) => group.facts.length > 0)
}
