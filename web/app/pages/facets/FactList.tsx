import { CopyButton } from '../../ui/CopyButton.tsx'
import { SafeLink, safeUrl } from '../../ui/SafeLink.tsx'
import type { Fact } from './fact.ts'
import './panels.css'

function FactValue({ fact }: { readonly fact: Fact }) {
  if (fact.as === 'link' && safeUrl(fact.value) !== null)
    return (
      <SafeLink href={fact.value} icon>
        <bdi>{fact.words ?? fact.value}</bdi>
      </SafeLink>
    )
  if (fact.as === 'id')
    return (
      <>
        <code>
          <bdi>{fact.value}</bdi>
        </code>
        <CopyButton value={fact.value} label={fact.name} />
      </>
    )
  return <bdi>{fact.value}</bdi>
}

/** The pairs of a `<dl class="kv">`, for lists that have others as well. */
export function FactPairs({ facts }: { readonly facts: readonly Fact[] }) {
  return facts.map((fact) => (
    <div className="pair" key={fact.name}>
      <dt>
        <bdi>{fact.name}</bdi>
      </dt>
      <dd>
        <FactValue fact={fact} />
      </dd>
    </div>
  ))
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="kv s12">
      <FactPairs facts={facts} />
    </dl>
  )
}
