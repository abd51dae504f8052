import { useState } from 'react'
import type { Embed, EmbedLink } from '../../../../src/contract/embeds.ts'
import { api } from '../../api/client.ts'
import { refresh, useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Ask } from '../../ui/Ask.tsx'
import { Button } from '../../ui/Button.tsx'
import { copyText } from '../../ui/CopyButton.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, millis, plural } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { GROUP_WORDS } from '../lineage/group-words.ts'

const PATH = '/api/v2/embeds'

const holds = (embed: Embed): boolean => embed.revokedAt === null && (millis(embed.expiresAt) ?? 0) > Date.now()
const whole = ({ name, field }: Embed): string => (field === null ? name : `${name}, column ${field}`)

async function copyAgain({ id }: Embed): Promise<void> {
  try {
    const { url } = await api.get<EmbedLink>(`${PATH}/${id}`)
    toast((await copyText(url)) ? 'The signed link is on the clipboard.' : 'This browser does not let pages copy.')
  } catch (error) {
    toast(error instanceof Error ? error.message : 'The link could not be read.', { icon: 'warn' })
  }
}

function columns(revoke: (embed: Embed) => void): Column<Embed>[] {
  return [
    {
      key: 'name',
      head: 'Shows',
      cell: (embed) => (
        <EntityName
          name={whole(embed)}
          namespace={embed.namespace}
          to={paths.lineage({ type: embed.type, namespace: embed.namespace, name: embed.name, field: embed.field ?? undefined })}
        />
      ),
    },
    {
      key: 'depth',
      head: 'How far',
      width: 150,
      from: 720,
      cell: (embed) => <Extent embed={embed} />,
    },
    { key: 'made', head: 'Made', width: 120, from: 1200, cell: (embed) => <Time iso={embed.createdAt} /> },
    { key: 'by', head: 'By', width: 130, from: 1200, cell: (embed) => embed.createdBy ?? <span className="t3">nobody</span> },
    {
      key: 'used',
      head: 'Last looked at',
      width: 120,
      from: 960,
      cell: (embed) => (embed.lastUsedAt === null ? <span className="t3">never</span> : <Time iso={embed.lastUsedAt} />),
    },
    {
      key: 'ends',
      head: 'Ends',
      width: 140,
      from: 720,
      cell: (embed) =>
        embed.revokedAt !== null ? (
          <span className="t3">
            revoked <Time iso={embed.revokedAt} />
          </span>
        ) : (
          <span className={holds(embed) ? '' : 't3'}>
            {!holds(embed) && 'ended '}
            <Time iso={embed.expiresAt} />
          </span>
        ),
    },
    {
      key: 'more',
      head: <span className="sr">Copy or revoke</span>,
      width: 170,
      cell: (embed) =>
        holds(embed) && (
          <span className="row">
            <Button small onClick={() => void copyAgain(embed)}>
              Copy link
            </Button>
            <Button small onClick={() => revoke(embed)}>
              Revoke
            </Button>
          </span>
        ),
    },
  ]
}

/** Hops, and below them how it is grouped. */
function Extent({ embed }: { readonly embed: Embed }) {
  return (
    <>
      {plural(embed.depth, 'hop')}
      {embed.direction === 'both' ? '' : ` ${embed.direction}`}
      {embed.group !== 'none' && <div className="t3">grouped by {GROUP_WORDS[embed.group]}</div>}
    </>
  )
}

function RevokeDialog({ embed, onClose }: { readonly embed: Embed; readonly onClose: () => void }) {
  const revoke = async () => {
    await api.delete(`${PATH}/${embed.id}`)
    await refresh(PATH)
    onClose()
  }
  return (
    <Ask title={`Revoke the link to ${whole(embed)}?`} onClose={onClose} verb="Revoke link" danger work={revoke}>
      <p>Every page that shows it says from now on that the link was revoked.</p>
    </Ask>
  )
}

/** Settings > Signed links: what is shown outside, until when, and by whom it was let out. */
export function EmbedsPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Signed links' }])
  const admin = useIsAdmin()
  return (
    <div className="page">
      <PageHead
        title="Signed links"
        lead="Each shows one lineage to whoever has it, without signing in: in a frame of another page, or by its address."
      />
      {admin ? <Links /> : <Empty title="For administrators" why="Administrators make and revoke signed links. Ask one of them." />}
    </div>
  )
}

function Links() {
  const answer = useApi<{ items: Embed[] }>(PATH)
  const [open, setOpen] = useState<Embed | null>(null)
  return (
    <>
      <Region answer={answer} what="the signed links" rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No signed link yet" why="Open a lineage and choose Export, Embed… to show it in a wiki or a dashboard." />
          ) : (
            <Table label="Signed links" columns={columns(setOpen)} rows={items} rowKey={(embed) => String(embed.id)} />
          )
        }
      </Region>
      {open !== null && <RevokeDialog embed={open} onClose={() => setOpen(null)} />}
    </>
  )
}
