import { lazy, Suspense } from 'react'
import { Loading } from '../../ui/Regions.tsx'
import { isJob, SIDES } from '../../../../src/graph/keys.ts'
import { totalAtLeast, totalOf } from '../../../../src/graph/model.ts'
import { lastPart, qualifier } from '../../../../src/graph/names.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { PlatformTile } from '../../ui/EntityName.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { formatInstant } from '../../ui/Time.tsx'
import { impactOf } from '../impact/link.ts'
import { DatasetTab } from './DatasetTab.tsx'
import type { PanelProps, PanelTab } from './panel.ts'

const ColumnTab = lazy(() => import('./ColumnTab.tsx').then((m) => ({ default: m.ColumnTab })))
const JobTab = lazy(() => import('./JobTab.tsx').then((m) => ({ default: m.JobTab })))
const NeighboursTab = lazy(() => import('./NeighboursTab.tsx').then((m) => ({ default: m.NeighboursTab })))
const CauseList = lazy(() => import('../impact/CauseList.tsx').then((m) => ({ default: m.CauseList })))

/** What is known of the selected node, and where one can go from it. */
export function SidePanel(props: PanelProps) {
  const { node, pin, actions } = props
  const job = isJob(node.key)
  const field = pin?.key === node.key ? pin.field : null
  const tabs = [
    ...(field === null ? [] : [{ key: 'column', label: 'Column' }]),
    { key: 'about', label: job ? 'Job' : 'Dataset' },
    {
      key: 'neighbours',
      label: 'Neighbours',
      count: SIDES.reduce((sum, side) => sum + totalOf(props.graph, node.key, side), 0),
      atLeast: SIDES.some((side) => totalAtLeast(props.graph, node.key, side)),
    },
    { key: 'causes', label: 'Causes' },
  ]
  const tab = tabs.some((t) => t.key === props.tab) ? props.tab : (tabs[0]?.key ?? 'about')
  return (
    <aside className="lg-side" aria-label={`Selected: ${node.name}`}>
      <header>
        <h2 title={`${node.name}\n${node.namespace}`}>
          <PlatformTile namespace={node.namespace} integration={job ? node.integration : null} />
          <span className="cut">{lastPart(node.name)}</span>
        </h2>
        <CopyButton value={node.name} label={node.name} />
        <Button kind="quiet" small icon="x" aria-label="Close panel" onClick={actions.close} />
      </header>
      <p className="q cut" title={node.namespace}>
        {qualifier(node) === node.namespace ? node.namespace : `${qualifier(node)} · ${node.namespace}`}
      </p>
      <div className="acts">
        <ButtonLink to={job ? paths.job(node) : paths.dataset(node)} small>
          Open
        </ButtonLink>
        {!props.isRoot && (
          <ButtonLink
            to={paths.lineage({ type: node.type, namespace: node.namespace, name: node.name, asOf: props.asOf })}
            small
            icon="target"
          >
            Refocus here
          </ButtonLink>
        )}
        <ButtonLink to={impactOf(node, props.asOf, field)} small>
          Impact
        </ButtonLink>
        {node.hasColumns && (
          <Button small icon="columns" aria-pressed={props.columnsOpen} onClick={() => actions.toggleColumns(node.key)}>
            {props.columnsOpen ? 'Hide columns' : 'Show columns'}
          </Button>
        )}
      </div>
      <Tabs tabs={tabs} value={tab} onChange={(key) => actions.setTab(key as PanelTab)} label="About the selected node">
        {props.asOf !== null && (tab === 'about' || tab === 'causes') && (
          <Note>As of now: the graph is as of {formatInstant(props.asOf)}.</Note>
        )}
        {props.asOf !== null && tab === 'column' && (
          <Note>As of now: the graph is as of {formatInstant(props.asOf)}. Inferred columns are known as of now only.</Note>
        )}
        {tab === 'column' && field !== null && (
          <Suspense fallback={<Loading rows={3} />}>
            <ColumnTab node={node} field={field} graph={props.graph} actions={actions} />
          </Suspense>
        )}
        {tab === 'about' &&
          (job ? (
            <Suspense fallback={<Loading rows={3} />}>
              <JobTab node={node} />
            </Suspense>
          ) : (
            <DatasetTab node={node} pinned={field} actions={actions} />
          ))}
        {tab === 'causes' && (
          <Suspense fallback={<Loading rows={3} />}>
            <CauseList type={node.type} namespace={node.namespace} name={node.name} />
          </Suspense>
        )}
        {tab === 'neighbours' && (
          <Suspense fallback={<Loading rows={3} />}>
            <NeighboursTab {...props} />
          </Suspense>
        )}
      </Tabs>
    </aside>
  )
}
