import { useEffect, useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { formatNumber } from './Time.tsx'
import { Link } from './Link.tsx'

export type Tab = {
  readonly key: string
  readonly label: string
  readonly count?: number | undefined
  readonly atLeast?: boolean
  readonly bad?: boolean
}

function TabText({ tab }: { readonly tab: Tab }) {
  return (
    <>
      {tab.label}
      {tab.count !== undefined && (
        <span className={tab.bad === true && tab.count > 0 ? 'c bad' : 'c'}>
          {formatNumber(tab.count)}
          {tab.atLeast === true && '+'}
        </span>
      )}
    </>
  )
}

/** The parts of a page, each with an address of its own. */
export function TabLinks({
  tabs,
  value,
  to,
  label = 'Parts of this page',
}: {
  readonly tabs: readonly Tab[]
  readonly value: string
  readonly to: (key: string) => string
  readonly label?: string
}) {
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the open one may lie beyond the edge.
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [value])
  return (
    <nav className="tabs" aria-label={label} ref={list}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={to(tab.key)} aria-current={tab.key === value ? 'page' : undefined}>
          <TabText tab={tab} />
        </Link>
      ))}
    </nav>
  )
}

type TabsProps = {
  readonly tabs: readonly Tab[]
  readonly value: string
  readonly onChange: (key: string) => void
  readonly label: string
  readonly children: ReactNode
}

/** Tabs that are not in the address; left and right move between them. `children` is the open panel. */
export function Tabs({ tabs, value, onChange, label, children }: TabsProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const index = tabs.findIndex((tab) => tab.key === value)
    const next = tabs[(index + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onChange(next.key)
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            data-key={tab.key}
            aria-selected={tab.key === value}
            aria-controls={tab.key === value ? `${id}-panel` : undefined}
            tabIndex={tab.key === value ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            <TabText tab={tab} />
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  )
}

/** A choice of two to four, as one control. */
export function Segmented<T extends string>({
  options,
  value,
  onChange,
  label,
}: {
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly label: string
}) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  )
}
