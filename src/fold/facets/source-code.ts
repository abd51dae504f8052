import { stringMember } from '../../lib/json.ts'
import { described } from './described.ts'
import { need, shown, text } from './shape.ts'

/** SourceCodeJobFacet 1-0-0, 1-0-1. Older producers call the code `source`. */
export const sourceCode = described(
  {
    container: 'job',
    key: 'sourceCode',
    className: 'SourceCodeJobFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'code of the job; its history',
    members: { language: shown(need(text)), sourceCode: shown(text), source: shown(text) },
    keeps: true,
    history: true,
    isCode: true,
  },
  (facet, scope) => {
    const code = stringMember(facet, 'sourceCode') ?? stringMember(facet, 'source')
    if (code === undefined) scope.warn('sourceCode is missing or not text', '/sourceCode')
    return code === undefined ? null : `${stringMember(facet, 'language') ?? 'code'}, ${code.split('\n').length} lines`
  },
)
