import { useState } from 'react'
import type { ReactNode } from 'react'
import type { WarningGroup, WarningSample, Warnings } from '../../../../src/contract/warnings.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { warningWords } from './words.ts'
import '../sources/refused.css'
import './warnings.css'

const EVERY = 30_000
const TINTS = { high: 'FAIL', medium: 'ABORT', low: 'NEW' } as const
const SEVERITIES = { high: 'The catalog lacks something or shows it wrong', medium: 'A part was left out', low: 'Good to know' } as const

/** The warnings of one source, or of all. */
export const useWarnings = (source?: number) =>
  useApi<Warnings>('/api/v2/warnings', source === undefined ? undefined : { source }, { every: EVERY })

/** Whether a sample is one of those that are counted; others tell of many. */
const isOne = ({ position, job, dataset }: WarningSample): boolean => position !== null || job !== null || dataset !== null

function Subject({ sample }: { readonly sample: WarningSample }) {
  if (sample.position !== null)
    return <Link to={paths.event(sample.position, sample.pointer || undefined)}>Event {formatNumber(sample.position)}</Link>
  if (sample.job !== null && sample.runId !== null)
    return <EntityName {...sample.job} to={paths.run(sample.job, sample.runId)} tile={false} />
  if (sample.job !== null) return <EntityName {...sample.job} to={paths.job(sample.job)} tile={false} />
  if (sample.dataset !== null) return <EntityName {...sample.dataset} to={paths.dataset(sample.dataset)} tile={false} />
  return null
}

function Samples({ group }: { readonly group: WarningGroup }) {
  return (
    <ul className="items wsamples" aria-label={`Samples: ${group.title}`}>
      {group.samples.map((sample, i) => (
        <li key={i}>
          <Subject sample={sample} />
          {sample.pointer !== '' && (
            <code className="s12">
              <bdi>{sample.pointer}</bdi>
            </code>
          )}
          <span className="says">
            <bdi>{sample.says}</bdi>
          </span>
          <span className="s12 t3">
            <Time iso={sample.at} />
          </span>
        </li>
      ))}
      {group.samples.length < group.count && group.samples.some(isOne) && (
        <li className="s12 t3">
          {formatNumber(group.samples.length)} of {group.exact ? '' : 'at least '}
          {plural(group.count, group.of)} as samples
        </li>
      )}
    </ul>
  )
}

function Group({ group, name, first }: { readonly group: WarningGroup; readonly name: ReactNode; readonly first: boolean }) {
  const [open, setOpen] = useState(first)
  return (
    <li className="refgroup">
      <div className="top">
        {group.samples.length === 0 ? (
          <span />
        ) : (
          <button
            type="button"
            className="plain twisty"
            aria-expanded={open}
            aria-label={`Samples: ${group.title}`}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} />
          </button>
        )}
        <span className={`state badge st-${TINTS[group.severity]}`} title={SEVERITIES[group.severity]}>
          <Icon name="warn" />
          <span className="w">{group.code}</span>
        </span>
        <div className="grow">
          <p className="med">{group.title}</p>
          {group.says !== null && <p className="s12">{group.says}</p>}
          <p className="s12 t2">{group.fix}</p>
          <p className="s12 t3">
            {name}
            {group.exact ? '' : 'at least '}
            {plural(group.count, group.of)}
            {group.lastAt !== null && (
              <>
                {' · last '}
                <Time iso={group.lastAt} />
              </>
            )}
          </p>
        </div>
      </div>
      {open && group.samples.length > 0 && <Samples group={group} />}
    </li>
  )
}

function sourceName({ source }: WarningGroup): ReactNode {
  if (source === null) return 'across sources · '
  return (
    <>
      <Link to={paths.source(source.id, 'warnings')}>
        <bdi>{source.name}</bdi>
      </Link>
      {' · '}
    </>
  )
}

/** Warnings by kind, the most severe first: what is odd, what to do, and where to look. Without `source`, of all sources. */
export function WarningGroups({ source }: { readonly source?: number }) {
  const answer = useWarnings(source)
  const groups = answer.data?.items ?? []
  return (
    <Section
      title={source === undefined ? 'By kind and source' : 'By kind'}
      count={groups.length === 0 ? undefined : source === undefined ? warningWords(groups, plural) : plural(groups.length, 'kind')}
    >
      <Region answer={answer} what="the warnings" rows={3}>
        {() =>
          groups.length === 0 ? (
            <Empty
              title="Nothing to warn of"
              why="What is odd about what is sent appears here with samples and what to do: facets that break their schema, clocks that are off, runs that never end."
            />
          ) : (
            <ul className="refgroups wgroups">
              {groups.map((group) => (
                <Group
                  key={`${group.source?.id ?? 0} ${group.code}`}
                  group={group}
                  name={source === undefined ? sourceName(group) : null}
                  first={groups.length === 1}
                />
              ))}
            </ul>
          )
        }
      </Region>
    </Section>
  )
}
