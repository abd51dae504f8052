import type { ServerInfo } from '../../../src/contract/sources.ts'
import { useApi } from '../api/query.ts'
import { paths } from '../paths.ts'
import { Icon, Mark } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { formatDuration, plural } from '../ui/Time.tsx'
import { lastPartAt } from '../../../src/graph/name-cut.ts'
import { useShownCrumbs } from './crumbs.ts'
import { PersonMenu } from './Nav.tsx'
import { useSession } from './session.ts'

/** What stands before the last part of a name gives way first. */
function CrumbName({ label }: { readonly label: string }) {
  const cut = /\s/.test(label) ? 0 : lastPartAt(label)
  return (
    <>
      {cut > 0 && <bdi className="cut">{label.slice(0, cut)}</bdi>}
      <bdi className="cut end">{label.slice(cut)}</bdi>
    </>
  )
}

function Crumbs() {
  const crumbs = useShownCrumbs()
  const last = crumbs.length - 1
  return (
    <nav className="crumbs" aria-label="Where you are">
      {crumbs.map((crumb, i) => (
        <span key={i} className={i === last ? 'cr last' : 'cr hide-m'}>
          {i > 0 && <Icon name="right" className="hide-m" />}
          {i === last || crumb.to === undefined ? (
            <b aria-current={i === last ? 'page' : undefined} title={crumb.label}>
              <CrumbName label={crumb.label} />
            </b>
          ) : (
            <Link to={crumb.to}>{crumb.label}</Link>
          )}
        </span>
      ))}
    </nav>
  )
}

const BEHIND_MS = 10_000

function health(info: ServerInfo | undefined, failed: boolean): { readonly dot: string; readonly text: string } {
  if (failed) return { dot: 'bad', text: 'Headwater cannot be reached' }
  if (info === undefined) return { dot: 'none', text: '' }
  if (info.events === 0) return { dot: 'none', text: 'No events yet' }
  if (info.catalogLagMs > BEHIND_MS) return { dot: 'late', text: `Catalog is ${formatDuration(info.catalogLagMs)} behind` }
  return { dot: 'ok', text: 'Catalog is up to date' }
}

function Health() {
  const answer = useApi<ServerInfo>('/api/v2/server', undefined, { every: 10_000, enabled: useSession().data !== undefined })
  const { dot, text } = health(answer.data, answer.error !== null)
  return (
    <div className="live" role="status" title={text}>
      {text !== '' && <span className={`dot ${dot}`} />}
      <span>{text}</span>
      {answer.error === null && answer.data !== undefined && answer.data.events > 0 && (
        <span className="t3 hide-m">· {plural(Math.round(answer.data.eventsPerMinute), 'event')}/min</span>
      )}
    </div>
  )
}

/** Crumbs left, health of the catalog right. On a phone also search and the person. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  return (
    <header className="bar">
      <Link className="m-brand" to={paths.home()} aria-label="Headwater, home">
        <Mark size={20} />
      </Link>
      <Crumbs />
      <Health />
      <button type="button" className="btn quiet ico m-only" aria-label="Search" onClick={onSearch}>
        <Icon name="search" />
      </button>
      <PersonMenu position="bottom-end">
        <button type="button" className="btn quiet ico m-only" aria-label="Account and sign out">
          <Icon name="user" />
        </button>
      </PersonMenu>
    </header>
  )
}
