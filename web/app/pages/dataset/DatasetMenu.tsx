import { useState } from 'react'
import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import { lastPart } from '../format.ts'
import { hideDataset } from '../rules/HideDialog.tsx'
import { PlaceMenu } from '../rules/PlaceMenu.tsx'
import { SameDialog } from '../rules/SameDialog.tsx'

/** As many ids as one preview looks at. */
const IDS = 100

/** What an administrator may do with a dataset: say that it is another one, or hide it under all its names. */
export function DatasetMenu({ dataset }: { readonly dataset: DatasetDetail }) {
  const [same, setSame] = useState(false)
  const all = [dataset, ...dataset.aliases]
  const ids = all.slice(0, IDS)
  const caveat =
    all.length > IDS ? `It goes by ${all.length} names; this hides ${IDS} of them. A pattern under Identity hides them all.` : null
  return (
    <PlaceMenu
      what={`the dataset ${lastPart(dataset.name)}`}
      namespace={dataset.namespace}
      hide={hideDataset(ids)}
      caveat={caveat}
      items={[{ label: 'This is the same as …', icon: 'group', onSelect: () => setSame(true) }]}
    >
      {same && <SameDialog dataset={dataset} onClose={() => setSame(false)} />}
    </PlaceMenu>
  )
}
