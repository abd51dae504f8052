import { useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { DatasetRef, JobItem } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { lastPart } from '../format.ts'
import './io.css'

const SHOWN = 8

/** A curve from one side to the other, level at both ends. */
const curve = (x1: number, y1: number, x2: number, y2: number): string =>
  `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`

/** The lines between the boxes, measured once they stand. */
function useLines(count: number): { readonly box: RefObject<HTMLDivElement | null>; readonly lines: readonly string[] } {
  const box = useRef<HTMLDivElement>(null)
  const [lines, setLines] = useState<readonly string[]>([])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const draw = () => setLines(linesIn(element))
    draw()
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    return () => observer.disconnect()
  }, [count])
  return { box, lines }
}

function linesIn(element: HTMLElement): string[] {
  const base = element.getBoundingClientRect()
  const job = element.querySelector('.jb')?.getBoundingClientRect()
  if (job === undefined || getComputedStyle(element).getPropertyValue('--lines').trim() === 'none') return []
  const middle = job.top - base.top + job.height / 2
  const place = (side: string) =>
    [...element.querySelectorAll(`[data-side=${side}] li:not(.none)`)].map((item) => item.getBoundingClientRect())
  return [
    ...place('in').map((rect) => curve(rect.right - base.left, rect.top - base.top + rect.height / 2, job.left - base.left, middle)),
    ...place('out').map((rect) => curve(job.right - base.left, middle, rect.left - base.left, rect.top - base.top + rect.height / 2)),
  ]
}

function Side({ side, datasets, job }: { readonly side: 'in' | 'out'; readonly datasets: readonly DatasetRef[]; readonly job: JobItem }) {
  const hidden = datasets.length - SHOWN
  return (
    <ul data-side={side} aria-label={side === 'in' ? 'Inputs' : 'Outputs'}>
      {datasets.slice(0, SHOWN).map((dataset) => (
        <li key={`${dataset.namespace}\n${dataset.name}`}>
          <EntityName {...dataset} to={paths.dataset(dataset)} />
        </li>
      ))}
      {hidden > 0 && (
        <li className="dashed">
          <Link to={paths.job(job, 'datasets')}>{formatNumber(hidden)} more</Link>
        </li>
      )}
      {datasets.length === 0 && <li className="dashed none">{side === 'in' ? 'reads no dataset' : 'writes no dataset'}</li>}
    </ul>
  )
}

/** What the job reads, itself, and what it writes. */
export function IoGraph({
  job,
  inputs,
  outputs,
}: {
  readonly job: JobItem
  readonly inputs: readonly DatasetRef[]
  readonly outputs: readonly DatasetRef[]
}) {
  const { box, lines } = useLines(inputs.length * 1000 + outputs.length)
  return (
    <div className="io" ref={box}>
      <svg aria-hidden="true">
        {lines.map((d) => (
          <path key={d} d={d} fill="none" stroke="var(--edge)" strokeWidth="1.25" />
        ))}
      </svg>
      <Side side="in" datasets={inputs} job={job} />
      <span className="jb">
        <Icon name={job.lastState ?? 'NEW'} className={`st-${job.lastState ?? 'NEW'}`} />
        <bdi className="cut">{lastPart(job.name)}</bdi>
      </span>
      <Side side="out" datasets={outputs} job={job} />
    </div>
  )
}
