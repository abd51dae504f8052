import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ServerInfo, Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Time } from '../../ui/Time.tsx'
import { LadderPanel } from './LadderPanel.tsx'
import { PublicUrlWarning } from './PublicUrlWarning.tsx'
import { RefusedList } from './RefusedList.tsx'
import { Snippets } from './Snippets.tsx'
import { RotateDialog } from './SourceDialogs.tsx'
import { useKnownToken } from './token-memory.ts'

const Row = ({ label, value, children }: { readonly label: string; readonly value: string; readonly children?: ReactNode }) => (
  <div className="cf">
    <span className="k1">{label}</span>
    <code title={value}>{value}</code>
    <CopyButton value={value} label={label} text="Copy" />
    {children}
  </div>
)

const newest = (source: Source) =>
  source.tokens.filter((token) => token.revokedAt === null).sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0]

function TokenRow({ source, hidden, onHide }: { readonly source: Source; readonly hidden: boolean; readonly onHide: () => void }) {
  const [rotating, setRotating] = useState(false)
  const admin = useIsAdmin()
  const token = useKnownToken(source.id)
  const current = newest(source)
  const prefix = current?.prefix
  return (
    <div className="cf">
      <span className="k1">API token</span>
      <code>
        {token === null
          ? prefix === undefined
            ? 'none'
            : `${prefix}…`
          : hidden
            ? `${prefix ?? token.slice(0, 8)}${'•'.repeat(16)}`
            : token}
      </code>
      {token === null ? (
        admin && (
          <Button small icon="key" onClick={() => setRotating(true)}>
            Rotate
          </Button>
        )
      ) : (
        <span className="row tight">
          <Button
            kind="quiet"
            small
            icon="eye"
            aria-label={hidden ? 'Show the token' : 'Hide the token'}
            aria-pressed={hidden}
            onClick={onHide}
          />
          <CopyButton value={token} label="API token" text="Copy" />
        </span>
      )}
      <span className="under">
        {token === null ? (
          'It was shown once and is stored only as a hash. Rotate it to get a new one.'
        ) : (
          <>
            Copy it now. Later only <code>{prefix}</code> is shown; rotating gives a new one.
          </>
        )}
        {current !== undefined && current.lastUsedAt !== null && (
          <>
            {' '}
            Last used <Time iso={current.lastUsedAt} /> by {current.lastUsedBy ?? 'an unnamed client'}, {current.lastUsedFrom}.
          </>
        )}
      </span>
      {rotating && <RotateDialog source={source} onClose={() => setRotating(false)} />}
    </div>
  )
}

/** Token, URL, endpoint, snippets; beside them the ladder; below them what was refused. */
export function ConnectTab({ source }: { readonly source: Source }) {
  const [hidden, setHidden] = useState(false)
  const server = useApi<ServerInfo>('/api/v2/server')
  const prefix = newest(source)?.prefix
  return (
    <>
      {server.data !== undefined && server.data.publicUrlWarning !== null && <PublicUrlWarning server={server.data} />}
      <div className="connect">
        <div>
          <TokenRow source={source} hidden={hidden} onHide={() => setHidden(!hidden)} />
          <Row label="Events URL" value={source.eventsUrl} />
          <Row label="Events endpoint" value={source.eventsEndpoint} />
          <Snippets source={source} prefix={prefix ?? 'hws_'} hidden={hidden} />
        </div>
        <LadderPanel source={source} />
      </div>
      <RefusedList sourceId={source.id} />
    </>
  )
}
