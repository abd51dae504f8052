import { Ask } from '../../ui/Ask.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import type { Asking } from './use-expand.ts'

/** Before more comes than one can see at once. */
export function AskMany({ asking, onClose }: { readonly asking: Asking; readonly onClose: () => void }) {
  const count = `${asking.atLeast ? 'at least ' : ''}${formatNumber(asking.count)}`
  return (
    <Ask
      title={`Open ${count} nodes?`}
      verb="Open them"
      onClose={onClose}
      work={async () => {
        asking.go()
        onClose()
      }}
    >
      <p>Many at once are hard to read. Groups and filters make them fewer.</p>
    </Ask>
  )
}
