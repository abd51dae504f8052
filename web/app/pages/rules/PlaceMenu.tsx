import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RuleBody } from '../../../../src/contract/rules.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { MenuItem } from '../../ui/Menu.tsx'
import { HideDialog, hideNamespace } from './HideDialog.tsx'

type Props = {
  /** `the job load`: in the question and in the toast. */
  readonly what: string
  readonly namespace: string
  readonly hide: readonly RuleBody[]
  readonly items?: readonly MenuItem[]
  /** What `hide` does not do. */
  readonly caveat?: string | null
  readonly children?: ReactNode
}

/** What an administrator may do with the thing of a page: hide it, or its namespace. */
export function PlaceMenu({ what, namespace, hide, items = [], caveat = null, children }: Props) {
  const admin = useIsAdmin()
  const [asked, setAsked] = useState<'it' | 'namespace' | null>(null)
  if (!admin) return null
  const close = () => setAsked(null)
  const shown = namespace === '' ? 'the empty namespace' : namespace
  const hiding: MenuItem[] = [
    { label: 'Hide from the catalog …', icon: 'eye', onSelect: () => setAsked('it') },
    { label: 'Hide its whole namespace …', onSelect: () => setAsked('namespace') },
  ]
  return (
    <>
      <Menu width={250} items={items.length === 0 ? hiding : [...items, { line: true }, ...hiding]}>
        <Button icon="dots" aria-label="More actions" />
      </Menu>
      {asked === 'it' && <HideDialog what={what} bodies={hide} caveat={caveat} onClose={close} />}
      {asked === 'namespace' && <HideDialog what={`all jobs and datasets in ${shown}`} bodies={hideNamespace(namespace)} onClose={close} />}
      {children}
    </>
  )
}
