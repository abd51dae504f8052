import { useMantineColorScheme } from '@mantine/core'
import type { ReactElement } from 'react'
import type { JobFacets } from '../../../src/contract/catalog.ts'
import { useApi } from '../api/query.ts'
import { paths } from '../paths.ts'
import { shownScheme } from '../theme.ts'
import { Icon, Mark } from '../ui/Icon.tsx'
import type { IconName } from '../ui/Icon.tsx'
import { Link, useGo } from '../ui/Link.tsx'
import { Menu } from '../ui/Menu.tsx'
import { formatNumber } from '../ui/Time.tsx'
import { endSession, useSession } from './session.ts'

type Place = { readonly icon: IconName; readonly label: string; readonly to: string; readonly under: readonly string[] }
export const PLACES: readonly Place[] = [
  { icon: 'home', label: 'Home', to: paths.home(), under: [] },
  { icon: 'job', label: 'Jobs', to: paths.jobs(), under: ['/jobs', '/job', '/run'] },
  { icon: 'dataset', label: 'Datasets', to: paths.datasets(), under: ['/datasets', '/dataset'] },
  { icon: 'lineage', label: 'Lineage', to: paths.lineage(), under: ['/lineage'] },
  { icon: 'event', label: 'Events', to: paths.events(), under: ['/events'] },
]
const SETTINGS: readonly Place[] = [
  { icon: 'source', label: 'Data', to: paths.sources(), under: ['/settings/data'] },
  { icon: 'user', label: 'People', to: paths.people(), under: ['/settings/people'] },
  { icon: 'key', label: 'Tokens', to: paths.tokens(), under: ['/settings/tokens'] },
  { icon: 'link', label: 'Signed links', to: paths.embeds(), under: ['/settings/links'] },
  { icon: 'group', label: 'Identity', to: paths.identity(), under: ['/settings/identity'] },
  { icon: 'tag', label: 'Facets', to: paths.facets(), under: ['/settings/facets'] },
  { icon: 'gear', label: 'Server', to: paths.server(), under: ['/settings/server'] },
]

/** The page itself or one below it is open. */
export const isCurrent = (place: Place, pathname: string): boolean =>
  place.to === '/' ? pathname === '/' : place.under.some((part) => pathname === part || pathname.startsWith(`${part}/`))

function Item({ place, pathname, extra }: { readonly place: Place; readonly pathname: string; readonly extra?: ReactElement | null }) {
  return (
    <Link className="it" to={place.to} aria-current={isCurrent(place, pathname) ? 'page' : undefined} title={place.label}>
      <Icon name={place.icon} />
      <span className="lb">{place.label}</span>
      {extra}
    </Link>
  )
}

function FailedCount() {
  const facets = useApi<JobFacets>('/api/v2/jobs/facets', undefined, { every: 60_000, enabled: useSession().data !== undefined })
  const failed = facets.data?.states.find((state) => state.value === 'FAIL')?.count ?? 0
  return failed === 0 ? null : <span className="n bad">{formatNumber(failed)} failed</span>
}

function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const next = shownScheme(colorScheme) === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" className="it" onClick={() => setColorScheme(next)} title={`${next === 'dark' ? 'Dark' : 'Light'} theme`}>
      <Icon name={next === 'dark' ? 'moon' : 'sun'} />
      <span className="lb">{next === 'dark' ? 'Dark' : 'Light'} theme</span>
    </button>
  )
}

/** Account, theme of the system, sign out. `children` is the button. */
export function PersonMenu({
  children,
  position = 'top-start',
}: {
  readonly children: ReactElement
  readonly position?: 'top-start' | 'bottom-end'
}) {
  const go = useGo()
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Menu
      position={position}
      items={[
        { label: 'Account', icon: 'user', onSelect: () => go(paths.account()) },
        { label: 'Theme of the system', icon: 'sun', onSelect: () => setColorScheme('auto') },
        { line: true },
        { label: 'Sign out', icon: 'arrow', onSelect: () => void endSession() },
        { label: 'Sign out everywhere', onSelect: () => void endSession(true) },
      ]}
    >
      {children}
    </Menu>
  )
}

/** The column at the left: 184 px, 48 in the explorer. */
export function Nav({ pathname, onSearch }: { readonly pathname: string; readonly onSearch: () => void }) {
  const session = useSession().data
  const admin = session?.role === 'admin'
  const name = session?.person?.name ?? 'This machine'
  return (
    <nav className="nav" aria-label="Main">
      <Link className="brand" to={paths.home()} title="Headwater">
        <Mark />
        <span className="lb">Headwater</span>
      </Link>
      <button type="button" className="find" onClick={onSearch} aria-label="Search" title="Search, Ctrl K">
        <Icon name="search" />
        <span className="lb">Search</span>
        <span className="end row keys">
          <kbd>Ctrl</kbd>
          <kbd>K</kbd>
        </span>
      </button>
      {PLACES.map((place) => (
        <Item key={place.to} place={place} pathname={pathname} extra={place.label === 'Jobs' ? <FailedCount /> : null} />
      ))}
      <div className="navtitle">Settings</div>
      {SETTINGS.filter((place) => admin || place.label !== 'People').map((place) => (
        <Item key={place.to} place={place} pathname={pathname} />
      ))}
      <div className="foot">
        <ThemeToggle />
        <PersonMenu>
          <button type="button" className="it" title={name}>
            <Icon name="user" />
            <span className="lb cut">{name}</span>
          </button>
        </PersonMenu>
      </div>
    </nav>
  )
}

/** The same five places below 720 px. */
export function BottomBar({ pathname }: { readonly pathname: string }) {
  return (
    <nav className="mbar" aria-label="Places">
      {PLACES.map((place) => (
        <Link key={place.to} to={place.to} aria-current={isCurrent(place, pathname) ? 'page' : undefined}>
          <Icon name={place.icon} />
          {place.label}
        </Link>
      ))}
    </nav>
  )
}
