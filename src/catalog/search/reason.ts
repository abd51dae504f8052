import type { SearchReason } from '../../contract/search.ts'
import { decodeText } from '../../lib/text.ts'
import type { Match, Snippet } from './match.ts'

const letters = ['', 'one letter off', 'two letters off']

/** That a name matched. `name`: stored text. What could not be stored as it is has no marks: they would stand elsewhere. */
export function nameReason(kind: string, name: string, match: Match, member: 'name' | 'alias' | 'column' = 'name'): SearchReason {
  const shown = decodeText(name)
  const what = member === 'alias' ? 'Another id of the dataset' : member === 'column' ? 'Has a column of that name' : `${kind} name`
  const details = [match.off > 0 ? letters[match.off] : '', match.reordered ? 'words in another order' : ''].filter(Boolean)
  return {
    member,
    how: match.how,
    text: shown,
    ranges: shown === name ? match.ranges.map(([from, to]) => [from, to]) : [],
    off: match.off,
    says: [what, ...details].join(', '),
  }
}

/** That a text about it matched. */
export function textReason(member: 'description' | 'sql', { text, ranges }: Snippet): SearchReason {
  return {
    member,
    how: 'text',
    text,
    ranges: ranges.map(([from, to]) => [from, to]),
    off: 0,
    says: member === 'sql' ? 'SQL' : 'Description',
  }
}
