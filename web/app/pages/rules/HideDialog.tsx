import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RuleBody } from '../../../../src/contract/rules.ts'
import { Ask } from '../../ui/Ask.tsx'
import { TextField } from '../../ui/Field.tsx'
import { PreviewBox } from './PreviewBox.tsx'
import { makeRules } from './rule-actions.ts'
import { exactly } from './rule-words.ts'
import { usePreview } from './use-preview.ts'

type Named = { readonly namespace: string; readonly name: string }

/** The rules that hide exactly these; `namespace`: all that is in it. */
export const hideJob = ({ namespace, name }: Named): RuleBody[] => [
  { kind: 'hide', what: 'job', namespace: exactly(namespace), name: exactly(name), runId: null },
]
export const hideRun = ({ namespace, name }: Named, runId: string): RuleBody[] => [
  { kind: 'hide', what: 'run', namespace: exactly(namespace), name: exactly(name), runId },
]
export const hideNamespace = (namespace: string): RuleBody[] => [
  { kind: 'hide', what: 'namespace', namespace: exactly(namespace), name: null, runId: null },
]
export const hideDataset = (ids: readonly Named[]): RuleBody[] =>
  ids.map(({ namespace, name }) => ({ kind: 'hide', what: 'dataset', namespace: exactly(namespace), name: exactly(name), runId: null }))

type Props = {
  readonly title: ReactNode
  readonly verb: string
  readonly bodies: readonly RuleBody[]
  /** What the toast says. */
  readonly done: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question before rules are made from where one stands: what they would do, and why they are made. */
export function RuleDialog({ title, verb, bodies, done, onClose, children }: Props) {
  const [note, setNote] = useState('')
  const preview = usePreview(bodies)
  const work = async () => {
    await makeRules(bodies, note, done)
    onClose()
  }
  return (
    <Ask width={620} title={title} onClose={onClose} verb={verb} work={work}>
      {children}
      <PreviewBox preview={preview} />
      <TextField label="Note" optional value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
    </Ask>
  )
}

type HideProps = Pick<Props, 'bodies' | 'onClose'> & { readonly what: string; readonly caveat?: string | null }

/** Hides what the page is about. */
export function HideDialog({ what, bodies, caveat = null, onClose }: HideProps) {
  return (
    <RuleDialog title={`Hide ${what} from the catalog?`} verb="Hide" bodies={bodies} done={`Hidden: ${what}.`} onClose={onClose}>
      <p>The event log keeps its events. Settings, Identity lists what is hidden and brings it back. {caveat}</p>
    </RuleDialog>
  )
}
