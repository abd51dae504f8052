import { useMantineColorScheme } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Grouping } from '../../../../../src/graph/groups.ts'
import type { Scene } from '../../../../../src/graph/picture/types.ts'
import type { Visible } from '../../../../../src/graph/visible.ts'
import { useIsAdmin } from '../../../shell/session.ts'
import { shownScheme } from '../../../theme.ts'
import { Button } from '../../../ui/Button.tsx'
import { copyText } from '../../../ui/CopyButton.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { ExplorerState } from '../url.ts'
import type { Format } from './files.ts'

const EmbedDialog = lazy(() => import('./EmbedDialog.tsx').then((m) => ({ default: m.EmbedDialog })))

interface Props {
  /** Null until something is drawn. */
  readonly scene: Scene | null
  /** The same without groups. */
  readonly listed: Visible
  readonly state: ExplorerState
  /** As it is drawn, also where nobody chose. */
  readonly grouping: Grouping
  readonly leftOut: number
  readonly leftOutAtLeast: boolean
  readonly link: string
}

const FORMATS: readonly (readonly [Format, string, string])[] = [
  ['svg', 'SVG', 'all that is drawn'],
  ['png', 'PNG', 'the same, twice the size'],
  ['csv', 'CSV', 'one edge a line'],
  ['json', 'JSON', 'nodes and edges'],
  ['mermaid', 'Mermaid', 'for Markdown'],
]

/** The graph outside of the explorer: files, a link, a frame in another page. */
export function ExportMenu({ scene, listed, state, grouping, leftOut, leftOutAtLeast, link }: Props) {
  const admin = useIsAdmin()
  const scheme = shownScheme(useMantineColorScheme().colorScheme)
  const [embed, setEmbed] = useState(false)
  const save = async (format: Format): Promise<void> => {
    if (!scene) return
    try {
      const { download } = await import('./files.ts')
      await download({ scene, listed, state, leftOut, leftOutAtLeast }, format, scheme)
    } catch (error) {
      toast(error instanceof Error ? error.message : 'The file could not be made.', { icon: 'warn' })
    }
  }
  const copy = async (): Promise<void> => {
    const copied = await copyText(link)
    toast(copied ? 'The link is on the clipboard.' : 'This browser does not let pages copy.', { icon: copied ? 'check' : 'warn' })
  }
  const items: MenuItem[] = [
    ...FORMATS.map(([format, label, hint]): MenuItem => ({
      label,
      hint,
      disabled: scene === null,
      icon: 'down2',
      onSelect: () => void save(format),
    })),
    { line: true },
    { label: 'Copy link', icon: 'link', onSelect: () => void copy() },
    ...(admin ? [{ label: 'Embed…', icon: 'api' as const, hint: 'in another page', onSelect: () => setEmbed(true) }] : []),
  ]
  return (
    <>
      <Menu items={items} width={260}>
        <Button icon="down2" aria-label="Export">
          <span className="hide-m">Export</span>
          <Icon name="down" />
        </Button>
      </Menu>
      {embed && (
        <Suspense fallback={null}>
          <EmbedDialog state={state} grouping={grouping} scheme={scheme} onClose={() => setEmbed(false)} />
        </Suspense>
      )}
    </>
  )
}
