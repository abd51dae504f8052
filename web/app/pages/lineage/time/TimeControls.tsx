import { useState } from 'react'
import type { Changes, Mark } from '../../../../../src/contract/changes.ts'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { formatInstant, formatRelative } from '../../../ui/Time.tsx'
import type { ExplorerState, Window } from '../url.ts'
import type { Change } from '../use-actions.ts'
import { useMedia } from '../use-media.ts'
import { beforeMark, DAY } from './days.ts'

interface Props {
  readonly state: ExplorerState
  readonly change: Change
  readonly changes: Changes | undefined
}
const ago = (days: number): string => new Date(Math.floor((Date.now() - days * DAY) / 60_000) * 60_000).toISOString()
const SEEN: readonly (readonly [Window, string])[] = [
  [null, 'Ever'],
  ['last', 'By the last run'],
  ['30', 'In 30 days'],
  ['7', 'In 7 days'],
  ['1', 'In 1 day'],
]

/** Moments to go to with one click. */
const presets = (changes: Changes | undefined, go: (at: string) => void): MenuItem[] => {
  const mark = (label: string, of: Mark | null | undefined): MenuItem => ({
    label,
    hint: of ? formatRelative(of.at) : 'none is known',
    disabled: !of,
    onSelect: () => of && go(beforeMark(of)),
  })
  return [
    { label: 'Yesterday', onSelect: () => go(ago(1)) },
    { label: 'A week ago', onSelect: () => go(ago(7)) },
    mark('Before the last failure', changes?.lastFailure),
    mark('Before the last schema change', changes?.lastSchemaChange),
  ]
}

/** Of which moment the graph is, with what it is compared, and how long something counts after it was said. */
export function TimeControls({ state, change, changes }: Props) {
  const [picking, setPicking] = useState<'asOf' | 'before' | null>(null)
  const { asOf, before } = state
  const phone = useMedia('(max-width: 720px)')
  const seen: MenuItem[] = [
    { title: 'Only what was said again' },
    ...SEEN.map(([window, label]): MenuItem => ({ label, checked: state.window === window, onSelect: () => change({ window }) })),
  ]
  const items: MenuItem[] = [
    { title: 'The graph that events up to then describe' },
    { label: 'Now', checked: asOf === null, onSelect: () => change({ asOf: null }) },
    ...presets(changes, (at) => change({ asOf: at })),
    { label: 'Choose a time', icon: 'cal', onSelect: () => setPicking('asOf') },
    { line: true },
    { title: 'Compare with' },
    ...presets(changes, (at) => change({ before: at })),
    { label: 'Choose the other time', icon: 'cal', onSelect: () => setPicking('before') },
    ...(before === null ? [] : [{ label: 'Compare no more', icon: 'x', onSelect: () => change({ before: null }) } satisfies MenuItem]),
    ...(phone ? [{ line: true } as const, ...seen] : []),
  ]
  return (
    <div className="tl-ctl">
      <Menu items={items} width={290} position="top-start">
        <Button small icon="clock">
          As of <b>{asOf === null ? 'now' : formatInstant(asOf)}</b>
        </Button>
      </Menu>
      {asOf !== null && picking === null && (
        <Button small kind="quiet" icon="x" aria-label="Back to now" title="Back to now" onClick={() => change({ asOf: null })} />
      )}
      {picking !== null && (
        <Picker
          label={picking === 'asOf' ? 'As of' : 'Compared with'}
          value={state[picking] ?? (picking === 'asOf' ? ago(0) : earlier(asOf))}
          onChange={(at) => change({ [picking]: at })}
          onDone={() => setPicking(null)}
        />
      )}
      <Button
        small
        kind="quiet"
        className="hide-m"
        aria-pressed={before !== null}
        onClick={() => change({ before: before === null ? earlier(asOf) : null })}
      >
        Compare
      </Button>
      <Menu items={seen} width={210} position="top-start">
        <Button small kind="quiet" className="hide-m">
          Seen <b>{(SEEN.find(([w]) => w === state.window)?.[1] ?? 'Ever').toLowerCase()}</b>
          <Icon name="down" />
        </Button>
      </Menu>
    </div>
  )
}

/** A week before what is shown. */
const earlier = (asOf: string | null): string => (asOf === null ? ago(7) : new Date(Date.parse(asOf) - 7 * DAY).toISOString())

/** An instant as `datetime-local` wants it: local, to the minute. */
const local = (iso: string): string => {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function Picker({
  label,
  value,
  onChange,
  onDone,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (next: string) => void
  readonly onDone: () => void
}) {
  return (
    <span className="in sm tl-pick">
      <input
        type="datetime-local"
        aria-label={label}
        // who chose to choose a time wants to type it
        autoFocus
        value={local(value)}
        onChange={(event) => {
          const at = new Date(event.target.value)
          if (!Number.isNaN(at.getTime())) onChange(at.toISOString())
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') onDone()
        }}
      />
      <button type="button" className="plain" aria-label="Done" onClick={onDone}>
        <Icon name="check" size={12} />
      </button>
    </span>
  )
}
