import { useState } from 'react'
import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'
import type { Rules } from '../../../../src/contract/rules.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { lastPart } from '../format.ts'
import { RuleDialog } from '../rules/HideDialog.tsx'

type Claim = DatasetDetail['claims'][number]
const isSame = (a: Identity, b: Identity): boolean => a.namespace === b.namespace && a.name === b.name
const other = (claim: Claim, id: Identity): Identity => (isSame(claim.from, id) ? claim.to : claim.from)

/** Whose rule it is: a decision of a person about this very dataset, or a rule for many. */
function ruleBy(claim: Claim, rules: Rules | undefined): string {
  const own = rules?.items.find((r) => r.body.kind === 'same' && isSame(r.body.dataset, claim.from))
  return own === undefined ? 'a rule' : (own.createdBy ?? 'the command line')
}

function Why({ claim, id, rules }: { readonly claim: Claim; readonly id: Identity; readonly rules: Rules | undefined }) {
  const name = <bdi>{other(claim, id).name}</bdi>
  return (
    <span className="s12 t3 block">
      {claim.by === 'rule' ? (
        <>
          one with {name}, says <Link to={paths.identity()}>{ruleBy(claim, rules)}</Link>
        </>
      ) : (
        <>
          one with {name}, says a symlink of its producer{claim.type === null ? '' : ` (${claim.type.toLowerCase()})`}
        </>
      )}
    </span>
  )
}

function Alias({
  id,
  claims,
  rules,
  onApart,
}: {
  readonly id: Identity
  readonly claims: readonly Claim[]
  readonly rules: Rules | undefined
  readonly onApart: (() => void) | null
}) {
  return (
    <li>
      <span className="row">
        <EntityName namespace={id.namespace} name={id.name} />
        <bdi className="s12 t3 cut grow">{id.namespace}</bdi>
        <CopyButton value={`${id.namespace}\t${id.name}`} label={`namespace and name of ${id.name}`} />
        {onApart !== null && (
          <Button small onClick={onApart} aria-label={`Keep ${id.name} apart`}>
            Keep apart
          </Button>
        )}
      </span>
      {claims.slice(0, 5).map((claim, i) => (
        <Why key={i} claim={claim} id={id} rules={rules} />
      ))}
    </li>
  )
}

/** The other ids that the dataset goes by, and who says that they are one. */
export function Names({ dataset, onClose }: { readonly dataset: DatasetDetail; readonly onClose: () => void }) {
  const admin = useIsAdmin()
  const rules = useApi<Rules>('/api/v2/rules').data
  const [apart, setApart] = useState<Identity | null>(null)
  const claimsOf = (id: Identity) => dataset.claims.filter((c) => isSame(c.from, id) || isSame(c.to, id))
  const symlinks = (id: Identity) => claimsOf(id).filter((c) => c.by === 'symlink')
  if (apart !== null)
    return (
      <RuleDialog
        title={<>Keep {lastPart(apart.name)} apart?</>}
        verb="Keep apart"
        bodies={symlinks(apart).map(({ from, to }) => ({ kind: 'apart', a: from, b: to }))}
        done={`${lastPart(apart.name)} is a dataset of its own.`}
        onClose={onClose}
      >
        <p>
          Symlinks of producers that join <bdi>{apart.name}</bdi> with others no longer count.
        </p>
      </RuleDialog>
    )
  return (
    <Dialog
      title={<>Other names of {lastPart(dataset.name)}</>}
      width={620}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        Events that name one of these mean this dataset. The name on top is the one that the catalog chose: tables before files, then by the
        alphabet.
      </p>
      <ul className="aliases">
        {dataset.aliases.map((id) => (
          <Alias
            key={`${id.namespace}\n${id.name}`}
            id={id}
            claims={claimsOf(id)}
            rules={rules}
            onApart={admin && symlinks(id).length > 0 ? () => setApart({ namespace: id.namespace, name: id.name }) : null}
          />
        ))}
      </ul>
    </Dialog>
  )
}
