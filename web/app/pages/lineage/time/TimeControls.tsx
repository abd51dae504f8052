import { useEffect, useRef } from 'react'
import type { Changes, Mark } from '../../../../../src/contract/changes.ts'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { formatInstant, formatRelative } from '../../../ui/Time.tsx'
import type { ExplorerState, Window } from '../url.ts'
import type { Change } from '../use-actions.ts'
import { beforeMark, DAY } from './days.ts'

interface Props {
  readonly state: ExplorerState
  readonly change: Change
  readonly changes: Changes | undefined
}
const ago = (days: number): string => new Date(Math.floor((Date.now() - days * DAY) / 60_000) * 60_000).toISOString()
const SEEN: readonly (readonly [Window, string])[] = [
  [null, 'Ever'],
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
  const input = useRef<HTMLInputElement>(null)
  const wanted = useRef(false)
  useEffect(() => {
    if (wanted.current) input.current?.focus()
    wanted.current = false
  }, [state.asOf])
  const choose = (): void => {
    wanted.current = true
    change({ asOf: state.asOf ?? ago(0) })
    input.current?.focus()
  }
  const comparing = state.before !== null
  const items: MenuItem[] = [
    { title: 'The graph that events up to then describe' },
    { label: 'Now', checked: state.asOf === null, onSelect: () => change({ asOf: null }) },
    ...presets(changes, (asOf) => change({ asOf })),
    { label: 'Choose a time', icon: 'cal', onSelect: choose },
    { line: true },
    { title: 'Compare with' },
    ...presets(changes, (before) => change({ before })),
    ...(comparing ? [{ label: 'Compare no more', icon: 'x', onSelect: () => change({ before: null }) } satisfies MenuItem] : []),
  ]
  const seen = SEEN.map(([window, label]): MenuItem => ({ label, checked: state.window === window, onSelect: () => change({ window }) }))
  return (
    <div className="tl-ctl">
      <Menu items={items} width={290} position="top-start">
        <Button small icon="clock">
          As of <b>{state.asOf === null ? 'now' : formatInstant(state.asOf)}</b>
        </Button>
      </Menu>
      {state.asOf !== null && <Picker label="As of" value={state.asOf} onChange={(asOf) => change({ asOf })} field={input} />}
      <Button
        small
        kind="quiet"
        className="hide-m"
        aria-pressed={comparing}
        onClick={() => change({ before: comparing ? null : earlier(state.asOf) })}
      >
        Compare
      </Button>
      {state.before !== null && <Picker label="Compared with" value={state.before} onChange={(before) => change({ before })} />}
      <Menu items={[{ title: 'Only what was said again' }, ...seen]} width={210} position="top-start">
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
  field,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (next: string | null) => void
  readonly field?: React.RefObject<HTMLInputElement | null>
}) {
  return (
    <span className="in sm tl-pick">
      <input
        type="datetime-local"
        ref={field}
        aria-label={label}
        value={local(value)}
        onChange={(event) => {
          const at = new Date(event.target.value)
          if (!Number.isNaN(at.getTime())) onChange(at.toISOString())
        }}
      />
      <button
        type="button"
        className="plain"
        aria-label={label === 'As of' ? 'Back to now' : 'Compare no more'}
        onClick={() => onChange(null)}
      >
        <Icon name="x" size={12} />
      </button>
    </span>
  )
}
