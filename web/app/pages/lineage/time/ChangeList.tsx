import type { ReactNode } from 'react'
import type { ChangedBy, Comparison, LineageColumnEdge, NodeRef } from '../../../../../src/contract/lineage.ts'
import { type Key, keyOf } from '../../../../../src/graph/keys.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { paths } from '../../../paths.ts'
import { PlatformTile } from '../../../ui/EntityName.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Region } from '../../../ui/Regions.tsx'
import { formatInstant, formatNumber, Time } from '../../../ui/Time.tsx'
import type { ExplorerState } from '../url.ts'
import type { Loaded } from '../use-graph.ts'

const MOST = 200

interface Props {
  readonly state: ExplorerState
  readonly compared: Loaded['compared']
  readonly onSelect: (key: Key) => void
  readonly onWhy: (from: Key, to: Key, fields: readonly [string, string] | null) => void
}

/** What came and what went between two moments, as a list: the accessible form of the coloured graph. */
export function ChangeList({ state, compared, onSelect, onWhy }: Props) {
  return (
    <aside className="lg-list chg-list" aria-label="What changed">
      <Region answer={compared.answer} what="the comparison" rows={6}>
        {(data) => (
          <>
            <p className="s12 t3">
              From {formatInstant(state.before)} to {state.asOf === null ? 'now' : formatInstant(state.asOf)}
            </p>
            <Lists data={data} onSelect={onSelect} onWhy={onWhy} />
          </>
        )}
      </Region>
    </aside>
  )
}

const isMoved = (of: { readonly change: string }): boolean => of.change !== 'same'
const dataset = (of: { readonly namespace: string; readonly name: string }): NodeRef => ({
  type: 'dataset',
  namespace: of.namespace,
  name: of.name,
})
const columnOf = (end: LineageColumnEdge['from']): string =>
  end.field === null ? lastPart(end.name) : `${lastPart(end.name)}.${end.field}`

function Lists({ data, onSelect, onWhy }: { readonly data: Comparison } & Pick<Props, 'onSelect' | 'onWhy'>) {
  const [nodes, edges, columns] = [data.nodes.filter(isMoved), data.edges.filter(isMoved), data.columns.filter(isMoved)]
  if (nodes.length + edges.length + columns.length === 0) return <p className="s12">Nothing came or went between the two.</p>
  return (
    <>
      <Part title="Datasets and jobs" all={nodes}>
        {(n) => (
          <button type="button" data-row="" className={n.change} onClick={() => onSelect(keyOf(n))} title={`${n.name}\n${n.namespace}`}>
            <Word change={n.change} />
            {n.type === 'dataset' && <PlatformTile namespace={n.namespace} />}
            <span className="what">{lastPart(n.name)}</span>
          </button>
        )}
      </Part>
      <Part title="Edges" all={edges}>
        {(e) => (
          <>
            <button type="button" data-row="" className={e.change} onClick={() => onWhy(keyOf(e.from), keyOf(e.to), null)}>
              <Word change={e.change} />
              <span className="what">
                {lastPart(e.from.name)} → {lastPart(e.to.name)}
              </span>
            </button>
            <By by={e.by} />
          </>
        )}
      </Part>
      <Part title="Columns" all={columns}>
        {(c) => (
          <>
            <button
              type="button"
              data-row=""
              className={c.change}
              onClick={() =>
                onWhy(
                  keyOf(dataset(c.from)),
                  keyOf(dataset(c.to)),
                  c.from.field === null || c.to.field === null ? null : [c.from.field, c.to.field],
                )
              }
            >
              <Word change={c.change} />
              <span className="what">
                {columnOf(c.from)} → {columnOf(c.to)}
              </span>
            </button>
            <By by={c.by} />
          </>
        )}
      </Part>
    </>
  )
}

/** The run that did it, or the event where there was no run. */
function By({ by }: { readonly by: ChangedBy | null | undefined }) {
  if (!by) return null
  const to = by.runId !== null && by.job !== null ? paths.run(by.job, by.runId) : by.position === null ? null : paths.event(by.position)
  if (to === null) return null
  return (
    <span className="by t3">
      by <Link to={to}>{by.job === null ? 'an event' : lastPart(by.job.name)}</Link>, <Time iso={by.at} />
    </span>
  )
}

const Word = ({ change }: { readonly change: string }) => (
  <span className="w">
    <Icon name={change === 'added' ? 'plus' : 'x'} size={11} />
    {change === 'added' ? 'Added' : 'Removed'}
  </span>
)

function Part<T extends object>({
  title,
  all,
  children,
}: {
  readonly title: string
  readonly all: readonly T[]
  readonly children: (one: T) => ReactNode
}) {
  if (all.length === 0) return null
  return (
    <>
      <h2>
        <span>{title}</span>
        <span>{formatNumber(all.length)}</span>
      </h2>
      <ul>
        {all.slice(0, MOST).map((one, i) => (
          <li key={i}>{children(one)}</li>
        ))}
      </ul>
      {all.length > MOST && <p className="s12 t3">{formatNumber(all.length - MOST)} more are not listed.</p>}
    </>
  )
}
