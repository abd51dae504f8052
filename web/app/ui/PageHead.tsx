import type { ReactNode } from 'react'

/** Title, what belongs to it in one grey line (`meta`: spans and links), and the actions at the right. */
export function PageHead({
  title,
  pill,
  meta,
  lead,
  actions,
}: {
  readonly title: ReactNode
  readonly pill?: ReactNode
  readonly meta?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className="head">
      <div className="grow">
        <div className="row">
          <h1 className="cut">{title}</h1>
          {pill}
        </div>
        {lead !== undefined && <p className="t3 lead">{lead}</p>}
        {meta !== undefined && <div className="meta">{meta}</div>}
      </div>
      {actions !== undefined && <div className="acts">{actions}</div>}
    </div>
  )
}

/** A part of a page under its own heading and hairline. `count` is grey beside the title, `end` stands at the right. */
export function Section({
  title,
  count,
  end,
  children,
  id,
}: {
  readonly title: ReactNode
  readonly count?: ReactNode
  readonly end?: ReactNode
  readonly children: ReactNode
  readonly id?: string
}) {
  return (
    <section className="sec" id={id}>
      <header>
        <h2>{title}</h2>
        {count !== undefined && <span className="c">{count}</span>}
        {end !== undefined && <span className="end">{end}</span>}
      </header>
      {children}
    </section>
  )
}

/** A few words on ground: information, or a state's tint. */
export function Note({
  children,
  state,
  icon,
}: {
  readonly children: ReactNode
  readonly state?: 'FAIL' | 'ABORT' | 'RUNNING' | 'COMPLETE' | 'LOST'
  readonly icon?: ReactNode
}) {
  return (
    <div className={state === undefined ? 'note' : `note st-${state}`}>
      {icon}
      <div className="grow">{children}</div>
    </div>
  )
}
