import type { Home } from '../../../../src/contract/catalog.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Region } from '../../ui/Regions.tsx'
import { Checklist } from './Checklist.tsx'
import { FirstRun } from './FirstRun.tsx'
import { Summary } from './Summary.tsx'
import './home.css'

export function HomePage() {
  useCrumbs([{ label: 'Home' }])
  const home = useApi<Home>('/api/v2/home', undefined, { every: 10_000 })
  const sources = useApi<{ items: Source[] }>('/api/v2/sources', undefined, { every: 10_000 })
  const admin = useIsAdmin()
  const list = sources.data?.items ?? []
  const waiting = list.find((source) => source.firstEventAt === null) ?? list[0]
  return (
    <div className="page home">
      <Region answer={home} what="the summary">
        {(data) =>
          data.events === 0 && data.counts.jobs === 0 ? (
            <FirstRun home={data} sourceId={waiting?.id ?? null} />
          ) : (
            <Summary home={data} sources={list} first={<Checklist home={data} sourceId={waiting?.id ?? null} admin={admin} />} />
          )
        }
      </Region>
    </div>
  )
}
