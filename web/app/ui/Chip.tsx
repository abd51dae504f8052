import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { formatNumber } from './Time.tsx'

export type Choice = { readonly value: string; readonly label?: string; readonly count?: number | undefined }

type ChipProps = {
  /** `State`, `Namespace`. */
  readonly label: string
  readonly value: string | undefined
  readonly choices: readonly Choice[]
  readonly onChange: (value: string | undefined) => void
}

const FIND_FROM = 10
const SHOWN = 100
const textOf = (choice: Choice): string => choice.label ?? (choice.value === '' ? 'empty' : choice.value)

/** Up and down move through the choices, as in a menu. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('.mi')]
  const here = items.findIndex((item) => item === document.activeElement)
  items[(here + step + items.length) % items.length]?.focus()
}

function Choices({ choices, value, onChange, label }: ChipProps) {
  const [find, setFind] = useState('')
  const found = choices.filter((choice) => textOf(choice).toLowerCase().includes(find.toLowerCase()))
  const noun = label.toLowerCase()
  return (
    <div data-own-keys onKeyDown={onArrow}>
      {choices.length > FIND_FROM && (
        <div className="in sm">
          <Icon name="search" />
          <input
            value={find}
            onChange={(event) => setFind(event.target.value)}
            placeholder={`Find ${noun}`}
            aria-label={`Find ${noun}`}
            data-autofocus
          />
        </div>
      )}
      <div className="scroll">
        {found.slice(0, SHOWN).map((choice) => (
          <button
            key={choice.value}
            type="button"
            className="mi"
            aria-pressed={choice.value === value}
            title={textOf(choice)}
            onClick={() => onChange(choice.value === value ? undefined : choice.value)}
          >
            <span className="grow cut">{textOf(choice)}</span>
            {choice.value === value && <Icon name="check" />}
            {choice.count !== undefined && <span className="s12 t3">{formatNumber(choice.count)}</span>}
          </button>
        ))}
        {found.length === 0 && <p className="s12 t3 nothing">None</p>}
        {found.length > SHOWN && <p className="s12 t3 nothing">{formatNumber(found.length - SHOWN)} more: type to find them</p>}
      </div>
    </div>
  )
}

/** A filter: `key: value ×` when set, dashed `+ Key` when it can be added. It opens a list with counts. */
export function FilterChip(props: ChipProps) {
  const { label, value, choices, onChange } = props
  const [opened, setOpened] = useState(false)
  const known = choices.find((choice) => choice.value === value)
  const shown = known === undefined ? value : textOf(known)
  const choose = (next: string | undefined) => {
    setOpened(false)
    onChange(next)
  }
  return (
    <span className={value === undefined ? 'chip dash' : 'chip on'}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        offset={6}
        width={260}
        shadow="none"
        trapFocus
        returnFocus
        transitionProps={{ duration: 90 }}
        floatingStrategy="fixed"
        portalProps={{ target: '#main' }}
        classNames={{ dropdown: 'menu' }}
      >
        <Popover.Target>
          <button type="button" className="plain cut" onClick={() => setOpened(!opened)}>
            {value === undefined ? (
              <>
                <Icon name="plus" /> {label}
              </>
            ) : (
              <>
                {label.toLowerCase()}: <b>{shown === '' ? 'empty' : shown}</b>
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={`${label}: choose`}>
          <Choices {...props} onChange={choose} />
        </Popover.Dropdown>
      </Popover>
      {value !== undefined && (
        <button
          type="button"
          className="plain x"
          aria-label={`Remove filter ${label.toLowerCase()}: ${shown ?? ''}`}
          onClick={() => onChange(undefined)}
        >
          <Icon name="x" />
        </button>
      )}
    </span>
  )
}

/** Several chips beside the search field; `right` stands at the end. `onClear` shows `Clear all` when anything is set. */
export function FilterBar({
  children,
  right,
  onClear,
}: {
  readonly children: ReactNode
  readonly right?: ReactNode
  readonly onClear?: (() => void) | undefined
}) {
  return (
    <div className="filters" role="search">
      {children}
      {onClear !== undefined && (
        <button type="button" className="plain s12 link" onClick={onClear}>
          Clear all
        </button>
      )}
      {right !== undefined && <span className="end row">{right}</span>}
    </div>
  )
}
