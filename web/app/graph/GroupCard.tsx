import { memo } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { formatNumber, plural } from '../ui/Time.tsx'
import { place, same } from './Cards.tsx'
import { type GroupMoves, movesText } from '../../../src/graph/marks.ts'
import type { Placed } from '../../../src/graph/layout/types.ts'
import { cutText, lastPart } from '../../../src/graph/names.ts'
import type { NodeGroup } from '../../../src/graph/visible.ts'

interface Props {
  readonly group: NodeGroup
  readonly at: Placed
  readonly look: { readonly active: boolean; readonly dim: boolean; readonly added: number; readonly removed: number }
}

export const groupWords = (group: NodeGroup): string =>
  [group.datasets > 0 && plural(group.datasets, 'dataset'), group.jobs > 0 && plural(group.jobs, 'job')].filter(Boolean).join(', ')

const movedWords = ({ added, removed }: GroupMoves): string[] => [
  ...(added > 0 ? [`${formatNumber(added)} added`] : []),
  ...(removed > 0 ? [`${formatNumber(removed)} removed`] : []),
]

/** Many nodes as one card, two sheets behind it: `12 datasets, 9 jobs`. Twice clicked, or Enter, opens it in its place. */
export const GroupCard = memo(
  function GroupCard({ group, at, look }: Props) {
    const failed = group.failed > 0 ? `${formatNumber(group.failed)} failed` : ''
    const moves = movesText(look)
    const both = look.added > 0 && look.removed > 0
    const changed = moves === '' ? '' : ` chg ${both ? 'both' : look.removed > 0 ? 'removed' : 'added'}`
    return (
      <div className={`grp${look.dim ? ' dim' : ''}${changed}`} style={place(at)} data-id={group.key} data-group={group.short}>
        <button
          type="button"
          className="hd"
          data-act="group"
          data-of={group.short}
          data-field={group.key}
          tabIndex={look.active ? 0 : -1}
          aria-label={['Group', group.name, groupWords(group), failed, ...movedWords(look), 'open with Enter'].filter(Boolean).join(', ')}
          title={`${group.name}\n${group.within}\nDouble-click opens it`}
        >
          <Icon name="group" />
          <span className="nm" aria-hidden="true">
            <span className="near">{cutText(lastPart(group.name), 112, 13)}</span>
            <span className="far">{cutText(lastPart(group.name), 150, 21)}</span>
          </span>
          <span className="sub" aria-hidden="true">
            {cutText(groupWords(group), 118, 11)}
          </span>
        </button>
        {group.failed > 0 && (
          <span className="bad st-FAIL" aria-hidden="true" title={failed}>
            <Icon name="FAIL" size={13} />
          </span>
        )}
        {moves !== '' && (
          <span className="chg-b" aria-hidden="true">
            {moves}
          </span>
        )}
        <button
          type="button"
          tabIndex={-1}
          className="opn"
          data-act="open-group"
          data-of={group.short}
          aria-label={`Open ${group.name}`}
          title="Open"
        >
          <Icon name="plus" size={12} />
        </button>
      </div>
    )
  },
  (a, b) => a.group === b.group && same(a.at, b.at) && same(a.look, b.look),
)
