import type { ReactNode } from 'react'
import type { ServerInfo } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note, PageHead, Section } from '../../ui/PageHead.tsx'
import { Region } from '../../ui/Regions.tsx'
import { Time, formatBytes, formatDuration, formatNumber } from '../../ui/Time.tsx'
import { PublicUrlForm } from '../sources/PublicUrlWarning.tsx'
import '../sources/sources.css'

const FROM = {
  settings: 'given by flag, environment or settings file',
  saved: 'set here',
  guessed: 'guessed from the address that it listens on',
} as const

const Fact = ({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)

function PublicUrl({ server }: { readonly server: ServerInfo }) {
  const admin = useIsAdmin()
  return (
    <Section title="Public URL" count={FROM[server.publicUrlFrom]}>
      <p className="row serverline">
        <code>{server.publicUrl}</code>
        <CopyButton value={server.publicUrl} label="the address" />
      </p>
      <p className="t2 serverline">Producers post their events to it, and links that people send each other begin with it.</p>
      {server.publicUrlWarning !== null && (
        <Note state="ABORT" icon={<Icon name="warn" />}>
          {server.publicUrlWarning}
        </Note>
      )}
      {admin && server.publicUrlFrom !== 'settings' && (
        <div className="reach serverline">
          <PublicUrlForm server={server} label="Public URL" />
        </div>
      )}
    </Section>
  )
}

/** `32 MiB` where the bound is one of those, else in powers of ten. */
function formatBinary(value: number): string {
  if (value > 0 && value % 1_048_576 === 0) return `${formatNumber(value / 1_048_576)} MiB`
  return value > 0 && value % 1024 === 0 ? `${formatNumber(value / 1024)} KiB` : formatBytes(value)
}

/** The value in the unit that the name of the setting says. */
function limit(key: string, value: number): string {
  if (/bytes/i.test(key)) return formatBinary(value)
  if (/(ms|millis)$/i.test(key)) return formatDuration(value)
  if (/seconds$/i.test(key)) return formatDuration(value * 1000)
  return formatNumber(value)
}

function Whole({ server }: { readonly server: ServerInfo }) {
  return (
    <>
      <dl className="kv">
        <Fact label="Version">{server.version}</Fact>
        <Fact label="Store">{server.store === 'sqlite' ? 'SQLite, embedded' : 'PostgreSQL'}</Fact>
        <Fact label="Started">
          <Time iso={server.startedAt} />, up for {formatDuration(server.uptimeSeconds * 1000)}
        </Fact>
        <Fact label="Event log">
          {formatNumber(server.events)} events, {formatBytes(server.logBytes)} on disk
        </Fact>
        <Fact label="Catalog lag">{formatDuration(server.catalogLagMs)}</Fact>
      </dl>
      <PublicUrl server={server} />
      <Section title="Limits" count="each has a setting of the same name">
        <dl className="kv serverline">
          {Object.entries(server.limits).map(([key, value]) => (
            <Fact key={key} label={<code>{key}</code>}>
              {limit(key, value)}
            </Fact>
          ))}
        </dl>
      </Section>
    </>
  )
}

/** Settings > Server. */
export function ServerPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Server' }])
  const answer = useApi<ServerInfo>('/api/v2/server', undefined, { every: 10_000 })
  return (
    <div className="page">
      <PageHead title="Server" />
      <Region answer={answer} what="the server's state">
        {(server) => <Whole server={server} />}
      </Region>
    </div>
  )
}
