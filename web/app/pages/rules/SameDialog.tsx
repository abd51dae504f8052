import { useState } from 'react'
import type { DatasetItem } from '../../../../src/contract/catalog.ts'
import type { Identity, Paged } from '../../../../src/contract/common.ts'
import type { RuleBody } from '../../../../src/contract/rules.ts'
import { useApi } from '../../api/query.ts'
import { Ask } from '../../ui/Ask.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { TextField } from '../../ui/Field.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { PreviewBox } from './PreviewBox.tsx'
import { makeRules } from './rule-actions.ts'
import { usePreview } from './use-preview.ts'

const FOUND = 20
const isSame = (a: Identity, b: Identity): boolean => a.namespace === b.namespace && a.name === b.name

function Found({
  items,
  chosen,
  onChoose,
}: {
  readonly items: readonly Identity[]
  readonly chosen: Identity | null
  readonly onChoose: (id: Identity) => void
}) {
  return (
    <div className="picker" role="group" aria-label="Datasets found">
      {items.map((item) => (
        <button
          key={`${item.namespace}\n${item.name}`}
          type="button"
          className="plain"
          aria-pressed={chosen !== null && isSame(chosen, item)}
          onClick={() => onChoose({ namespace: item.namespace, name: item.name })}
        >
          <EntityName namespace={item.namespace} name={item.name} />
          <bdi className="s12 t3 block cut">{item.namespace}</bdi>
        </button>
      ))}
    </div>
  )
}

/** Says that this dataset is another one: search it, look what becomes of both, and make the rule. */
export function SameDialog({ dataset, onClose }: { readonly dataset: Identity; readonly onClose: () => void }) {
  const [q, setQ] = useState(dataset.name.split(/[./]/).at(-1) ?? '')
  const [chosen, setChosen] = useState<Identity | null>(null)
  const wanted = q.trim() !== ''
  const answer = useApi<Paged<DatasetItem>>(
    '/api/v2/datasets',
    { q: q.trim(), sort: 'name', limit: FOUND },
    { enabled: wanted, keep: true },
  )
  const items = (answer.data?.items ?? []).filter((item) => !isSame(item, dataset))
  const { namespace, name } = dataset
  const bodies: RuleBody[] | null = chosen === null ? null : [{ kind: 'same', dataset: { namespace, name }, as: chosen }]
  const preview = usePreview(bodies)
  const work = async () => {
    if (bodies === null) return
    await makeRules(bodies, null, 'The two are one dataset now.')
    onClose()
  }
  return (
    <Ask title={<>Which dataset is {name}?</>} onClose={onClose} verb="Make them one" width={620} disabled={chosen === null} work={work}>
      <p>Both names lead to the one you choose, with the lineage, schemas and history of both. It can be taken back.</p>
      <TextField
        label="Find the other dataset"
        value={q}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setQ(event.target.value)}
      />
      {answer.error !== null && <ErrorRegion error={answer.error} />}
      {wanted && answer.data !== undefined && items.length === 0 ? (
        <p className="t3">No other dataset has such a name.</p>
      ) : (
        <Found items={items} chosen={chosen} onChoose={setChosen} />
      )}
      {chosen !== null && <PreviewBox preview={preview} />}
    </Ask>
  )
}
