import { useState } from 'react'
import type { Home } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Time } from '../../ui/Time.tsx'

type Step = { readonly title: string; readonly help: string; readonly at: string | null; readonly to?: string; readonly toLabel?: string }

function steps({ checklist }: Home, sourceId: number | null): readonly Step[] {
  const watch = sourceId === null ? {} : { to: paths.source(sourceId), toLabel: 'Watch it' }
  return [
    { title: 'Add a source', help: 'One for each sender of events', at: checklist.source, to: paths.addSource(), toLabel: 'Add source' },
    { title: 'First event arrives', help: "Watched live on the source's page", at: checklist.firstEvent, ...watch },
    { title: 'First lineage edge', help: 'A run that names an input and an output', at: checklist.firstLineage, ...watch },
    {
      title: 'First column lineage',
      help: 'Spark and dbt send it; Airflow does for SQL operators',
      at: checklist.firstColumnLineage,
      ...watch,
    },
  ]
}

/** All four were reached once. */
export const isDone = ({ checklist }: Home): boolean => Object.values(checklist).every((at) => at !== null)

const KEY = 'headwater-steps-hidden'
function wasHidden(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

/** The first steps, until all are done or somebody hides them. */
export function Checklist({ home, sourceId, admin }: { readonly home: Home; readonly sourceId: number | null; readonly admin: boolean }) {
  const [hidden, setHidden] = useState(wasHidden)
  if (hidden || isDone(home)) return null
  const list = steps(home, sourceId)
  const now = list.findIndex((step) => step.at === null)
  const hide = () => {
    localStorage.setItem(KEY, '1')
    setHidden(true)
  }
  return (
    <Section
      title="First steps"
      count={`${list.filter((step) => step.at !== null).length} of ${list.length}`}
      end={
        <button type="button" className="plain link" onClick={hide}>
          Hide
        </button>
      }
    >
      <ol className="ck">
        {list.map((step, i) => (
          <li key={step.title} className={step.at !== null ? 'ok' : i === now ? 'now' : ''}>
            <i>{step.at !== null && <Icon name="check" />}</i>
            <span>
              {i === now ? <b>{step.title}</b> : step.title}
              {step.at === null && <span className="s12 t3">{step.help}</span>}
            </span>
            {step.at !== null ? (
              <span className="s12">
                <Time iso={step.at} />
              </span>
            ) : (
              i === now &&
              step.to !== undefined &&
              (admin || i > 0) && (
                <ButtonLink to={step.to} small>
                  {step.toLabel}
                </ButtonLink>
              )
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
