import type { Receipt, ReceiptChange } from '../../../../src/contract/events.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'

/** Of more changes the first are shown. */
const FIRST = 100

function Subject({ change }: { readonly change: ReceiptChange }) {
  const { job, runId, dataset } = change
  if (change.kind === 'edge' && job !== null && dataset !== null)
    return <EntityName {...dataset} to={paths.dataset(dataset)} tile={false} />
  if (dataset !== null)
    return <EntityName {...dataset} to={paths.dataset(dataset, { tab: change.kind === 'schema' ? 'schema' : undefined })} tile={false} />
  if (job !== null) return <EntityName {...job} to={runId === null ? paths.job(job) : paths.run(job, runId)} tile={false} />
  return null
}

/** What the catalog holds since this event. */
export function Changed({ receipt }: { readonly receipt: Receipt }) {
  if (!receipt.applied) return null
  const { changed } = receipt
  return (
    <section aria-label="What it changed" className="rc-changed">
      <h3>
        Changed{' '}
        <span className="c">
          {changed.length === 0
            ? 'nothing: events before it, by event time, had said it all'
            : 'by event time, this event is the first that says so'}
        </span>
      </h3>
      {changed.slice(0, FIRST).map((change, i) => (
        <div className="ch" key={i}>
          <Icon name="plus" className="u-used" />
          <span>{change.says}</span>
          <Subject change={change} />
        </div>
      ))}
      {changed.length > FIRST && <p className="rc-more s12 t3">and {(changed.length - FIRST).toLocaleString('en')} more</p>}
    </section>
  )
}
