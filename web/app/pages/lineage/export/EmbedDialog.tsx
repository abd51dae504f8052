import { useState } from 'react'
import type { AddEmbed, EmbedLink } from '../../../../../src/contract/embeds.ts'
import type { Grouping } from '../../../../../src/graph/groups.ts'
import { api } from '../../../api/client.ts'
import { refresh } from '../../../api/query.ts'
import { paths } from '../../../paths.ts'
import { Ask } from '../../../ui/Ask.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Code } from '../../../ui/Code.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { SelectField } from '../../../ui/Field.tsx'
import { Link } from '../../../ui/Link.tsx'
import { GROUP_WORDS } from '../group-words.ts'
import type { ExplorerState } from '../url.ts'
import { frameCode, type FrameTheme, themed } from './embed-code.ts'

const PATH = '/api/v2/embeds'
/** As far as a signed link goes. */
const FARTHEST = 10
const ENDS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
] as const
const THEMES = [
  { value: 'auto', label: 'as whoever looks at it has it' },
  { value: 'light', label: 'light' },
  { value: 'dark', label: 'dark' },
] as const

const questionOf = (s: ExplorerState, group: Grouping): Omit<AddEmbed, 'expiresInDays'> => {
  const at = s.pin?.dataset ?? { namespace: s.namespace, name: s.name }
  return {
    type: s.pin ? 'dataset' : s.type,
    namespace: at.namespace,
    name: at.name,
    field: s.pin?.field ?? null,
    direction: s.direction,
    depth: Math.min(FARTHEST, s.pin ? FARTHEST : s.depth),
    fold: s.fold,
    columns: s.columns.length > 0 && s.pin === null,
    asOf: s.asOf,
    group,
  }
}

const what = ({ field, name, depth, direction, asOf, group }: Omit<AddEmbed, 'expiresInDays'>): string =>
  [
    field === null ? name : `${name}, column ${field}`,
    `${depth} ${depth === 1 ? 'hop' : 'hops'} ${direction === 'both' ? 'both ways' : direction}`,
    ...(group === 'none' ? [] : [`grouped by ${GROUP_WORDS[group]}`]),
    asOf === null ? 'as it is when it is looked at' : `as of ${asOf}`,
  ].join(', ')

/** Makes a signed link: a frame that shows this one lineage to whoever has it, without signing in. */
export function EmbedDialog({
  state,
  grouping,
  scheme,
  onClose,
}: {
  readonly state: ExplorerState
  readonly grouping: Grouping
  readonly scheme: 'light' | 'dark'
  readonly onClose: () => void
}) {
  const [ends, setEnds] = useState<(typeof ENDS)[number]['value']>('90')
  const [theme, setTheme] = useState<FrameTheme>(scheme)
  const [made, setMade] = useState<EmbedLink | null>(null)
  const question = questionOf(state, grouping)
  if (made) return <MadeDialog made={made} theme={theme} onClose={onClose} />
  const make = async (): Promise<void> => {
    setMade(await api.post<EmbedLink>(PATH, { ...question, expiresInDays: Number(ends) }))
    await refresh(PATH)
  }
  return (
    <Ask title={`Embed the lineage of ${state.name}`} onClose={onClose} verb="Make the signed link" work={make} width={520}>
      <p>
        Whoever has the link sees {what(question)}, without signing in, and nothing else. It can be revoked under Settings, Signed links.
      </p>
      <SelectField label="It ends" value={ends} options={ENDS} onChange={setEnds} />
      <SelectField label="Colours" value={theme} options={THEMES} onChange={setTheme} />
    </Ask>
  )
}

function MadeDialog({ made, theme, onClose }: { readonly made: EmbedLink; readonly theme: FrameTheme; readonly onClose: () => void }) {
  const url = themed(made.url, theme)
  return (
    <Dialog
      title="The signed link is made"
      width={640}
      onClose={onClose}
      actions={
        <>
          <Link className="btn" to={paths.embeds()}>
            Signed links
          </Link>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p>Paste this into the other page:</p>
      <Code label="the frame" wrap code={frameCode(url, made.item.name)} />
      <p>Or the address alone; chats show its title and a picture.</p>
      <Code label="the address" wrap code={url} />
    </Dialog>
  )
}
