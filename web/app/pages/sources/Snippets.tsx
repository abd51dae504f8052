import { useMemo, useState } from 'react'
import type { Source } from '../../../../src/contract/sources.ts'
import { Code } from '../../ui/Code.tsx'
import { Segmented, Tabs } from '../../ui/Tabs.tsx'
import { PRODUCERS, namespaceFor } from './snippets.ts'
import type { Producer, Snippet } from './snippets.ts'
import { useKnownToken } from './token-memory.ts'

function first(source: Source): string {
  return PRODUCERS.find((producer) => producer.key === source.producer)?.key ?? guess(source.name) ?? 'airflow'
}
const guess = (name: string): string | undefined => PRODUCERS.find((producer) => name.toLowerCase().includes(producer.key))?.key

function Forms({
  producer,
  snippets,
  masked,
}: {
  readonly producer: Producer
  readonly snippets: readonly Snippet[]
  readonly masked: (code: string) => string | null
}) {
  const [form, setForm] = useState<string>('')
  const snippet = snippets.find((one) => one.key === form) ?? snippets[0]
  if (snippet === undefined) return null
  const shown = masked(snippet.code)
  return (
    <>
      <div className="row forms wrap">
        {snippets.length > 1 && (
          <Segmented
            label={`Form of the ${producer.label} settings`}
            options={snippets.map(({ key, label }) => ({ value: key, label }))}
            value={snippet.key}
            onChange={setForm}
          />
        )}
        <span className="s12 t3 end">{snippet.hint}</span>
      </div>
      <Code
        code={snippet.code}
        language={snippet.language}
        label={`the ${producer.label} snippet`}
        {...(shown === null ? {} : { shown })}
      />
    </>
  )
}

/** What to set on each producer, with the real URL and, while it is known, the real token. */
export function Snippets({ source, prefix, hidden }: { readonly source: Source; readonly prefix: string; readonly hidden: boolean }) {
  const [key, setKey] = useState(() => first(source))
  const token = useKnownToken(source.id)
  const producer = PRODUCERS.find((one) => one.key === key)
  const { eventsUrl, eventsEndpoint, name } = source
  const snippets = useMemo(
    () =>
      producer?.snippets({
        url: eventsUrl,
        endpoint: eventsEndpoint,
        token: token ?? `${prefix}…`,
        namespace: namespaceFor(name, producer.key),
      }) ?? [],
    [producer, eventsUrl, eventsEndpoint, token, prefix, name],
  )
  if (producer === undefined) return null
  const masked = (code: string) => (token !== null && hidden ? code.replaceAll(token, `${prefix}${'•'.repeat(16)}`) : null)
  return (
    <div className="snippets">
      <Tabs label="Producer" tabs={PRODUCERS.map((one) => ({ key: one.key, label: one.label }))} value={key} onChange={setKey}>
        <Forms key={key} producer={producer} snippets={snippets} masked={masked} />
      </Tabs>
      {token === null && (
        <p className="s12 t3 after">In place of {prefix}… put the token that you copied when it was made. If nobody has it, rotate it.</p>
      )}
    </div>
  )
}
