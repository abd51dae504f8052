import type { PreviewSample } from '../../../../src/contract/rules.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import type { Previewed } from './use-preview.ts'
import './rules.css'

type Id = PreviewSample['ids'][number]

function Name({ id }: { readonly id: Id }) {
  const name = id.runId ?? (id.name === '' ? id.namespace : id.name)
  return (
    <span className="row">
      <EntityName namespace={id.namespace} name={name} />
      {name !== id.namespace && <bdi className="s12 t3 cut">{id.namespace}</bdi>}
    </span>
  )
}

/** One example of what comes of rules: the names that it is about, and the one that they become. */
export function Sample({ sample }: { readonly sample: PreviewSample }) {
  const { ids, into, count } = sample
  return (
    <li className="sample">
      <div>
        {ids.map((id) => (
          <Name key={`${id.namespace}\n${id.name}\n${id.runId ?? ''}`} id={id} />
        ))}
        {count > ids.length && <span className="s12 t3">and {formatNumber(count - ids.length)} more</span>}
      </div>
      {into !== null && (
        <>
          <Icon name="arrow" />
          <span className="sr">becomes</span>
          <div>
            <Name id={into} />
          </div>
        </>
      )}
    </li>
  )
}

export const Samples = ({ samples }: { readonly samples: readonly PreviewSample[] }) => (
  <ul className="samples">
    {samples.map((sample, i) => (
      <Sample key={i} sample={sample} />
    ))}
  </ul>
)

/** What rules would do, counted, with examples. `waiting`: what to say while they are not whole. */
export function PreviewBox({ preview, waiting }: { readonly preview: Previewed; readonly waiting?: string }) {
  const { data, error, busy } = preview
  if (error !== null) return <ErrorRegion error={error} />
  if (data === null) return busy ? <Loading rows={3} what="what it would do" /> : <p className="t3 s12">{waiting}</p>
  if (data.fault !== null)
    return (
      <Note state="FAIL" icon={<Icon name="FAIL" />}>
        <b>This rule cannot be used.</b> {data.says}
      </Note>
    )
  return (
    <div className="preview" aria-busy={busy || undefined} aria-live="polite">
      <p>
        <b>{data.says}</b>
        {data.atLeast && <span className="s12 t3"> The catalog is large; only a part of it was looked at.</span>}
      </p>
      {data.samples.length > 0 && <Samples samples={data.samples} />}
    </div>
  )
}
