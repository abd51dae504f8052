import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { FacetKind, FacetKinds } from '../../../../src/contract/facets.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Region } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Carriers } from './Carriers.tsx'
import { CustomFacets } from './CustomFacets.tsx'
import { inContainer, matches, PARTS } from './kinds.ts'
import './facets-page.css'

function Members({ kind }: { readonly kind: FacetKind }) {
  return (
    <ul className="facet-members">
      {kind.members.map((member) => (
        <li key={member.path}>
          <code className={member.use === 'used' ? 'is-used' : undefined}>{member.path}</code>
          <span className="t3">
            {member.type}
            {member.required && ', required'}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Kind({ kind, opened }: { readonly kind: FacetKind; readonly opened: boolean }) {
  const [open, setOpen] = useState(opened)
  return (
    <details className="facet-kind" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{kind.key}</code>
        <span className="says">{kind.yields}</span>
        <span className="t3 versions">{kind.versions}</span>
      </summary>
      <p className="t2">
        {kind.className}
        {kind.also.length > 0 && `; also under ${kind.also.join(', ')}`}. Members in bold make facts of the catalog, the others are shown on
        pages.
      </p>
      <Members kind={kind} />
      {open && (kind.container === 'job' || kind.container === 'dataset') && <Carriers container={kind.container} name={kind.key} />}
    </details>
  )
}

type Asked = { readonly container: string | undefined; readonly key: string | undefined }

function Kinds({ kinds, typed, asked }: { readonly kinds: readonly FacetKind[]; readonly typed: string; readonly asked: Asked }) {
  const found = kinds.filter((kind) => matches(kind, typed))
  if (found.length === 0)
    return (
      <p className="t2">
        No facet here has that in its name, members or meaning. One that nothing reads is kept in its event, shown as JSON, and called
        “stored only” on the receipt.
      </p>
    )
  return PARTS.map((part) => {
    const of = inContainer(found, part.container)
    return of.length === 0 ? null : (
      <Section key={part.container} title={part.title} count={part.place}>
        {of.map((kind) => (
          <Kind key={kind.key} kind={kind} opened={kind.container === asked.container && kind.key === asked.key} />
        ))}
      </Section>
    )
  })
}

const route = getRouteApi('/settings/facets')

/** Settings > Facets: what Headwater reads of OpenLineage. */
export function FacetsPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Facets' }])
  const { container, key } = route.useSearch()
  const [typed, setTyped] = useState(key ?? '')
  const answer = useApi<FacetKinds>('/api/v2/facets')
  return (
    <div className="page facets-page">
      <PageHead
        title="Facets"
        lead="What is read of OpenLineage, and what the catalog has from it. Every other facet is kept in its event and shown as JSON."
        actions={<SearchField value={typed} onChange={setTyped} placeholder="Filter facets" />}
      />
      <Region answer={answer} what="the facets">
        {({ facets }) => <Kinds kinds={facets} typed={typed} asked={{ container, key }} />}
      </Region>
      <CustomFacets typed={typed} open={{ container, key }} />
    </div>
  )
}
