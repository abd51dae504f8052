import { Menu as Behaviour } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
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

function Choices({ choices, value, onChange, label }: ChipProps) {
  const [find, setFind] = useState('')
  const found = choices.filter((choice) => (choice.label ?? choice.value).toLowerCase().includes(find.toLowerCase()))
  return (
    <>
      {choices.length > FIND_FROM && (
        <div className="in sm">
          <Icon name="search" />
          <input
            value={find}
            onChange={(event) => setFind(event.target.value)}
            placeholder={`Find ${label.toLowerCase()}`}
            aria-label={`Find ${label.toLowerCase()}`}
            data-autofocus
          />
        </div>
      )}
      <div className="scroll">
        {found.slice(0, SHOWN).map((choice) => (
          <Behaviour.Item
            key={choice.value}
            className="mi"
            onClick={() => onChange(choice.value === value ? undefined : choice.value)}
            aria-current={choice.value === value}
          >
            <span className="grow cut">{choice.label ?? (choice.value === '' ? 'empty' : choice.value)}</span>
            {choice.value === value && <Icon name="check" />}
            {choice.count !== undefined && <span className="s12 t3">{formatNumber(choice.count)}</span>}
          </Behaviour.Item>
        ))}
        {found.length === 0 && <Behaviour.Label>None</Behaviour.Label>}
        {found.length > SHOWN && <Behaviour.Label>{`${formatNumber(found.length - SHOWN)} more: type to find them`}</Behaviour.Label>}
      </div>
    </>
  )
}

/** A filter: `key: value ×` when set, dashed `+ Key` when it can be added. It opens a menu with counts. */
export function FilterChip(props: ChipProps) {
  const { label, value, choices, onChange } = props
  const shown = choices.find((choice) => choice.value === value)?.label ?? value
  return (
    <span className={value === undefined ? 'chip dash' : 'chip on'}>
      <Behaviour
        position="bottom-start"
        offset={6}
        width={260}
        shadow="none"
        transitionProps={{ duration: 90 }}
        withinPortal
        classNames={{ dropdown: 'menu' }}
      >
        <Behaviour.Target>
          <button type="button" className="plain cut">
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
        </Behaviour.Target>
        <Behaviour.Dropdown>
          <Choices {...props} />
        </Behaviour.Dropdown>
      </Behaviour>
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
