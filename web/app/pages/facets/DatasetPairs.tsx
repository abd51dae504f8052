import type { FacetValue } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Time } from '../../ui/Time.tsx'
import { lastPart } from '../format.ts'
import { catalogFacts, datasetFacts, hierarchyIn, lifecycleIn } from './dataset-facts.ts'
import type { Level, Lifecycle } from './dataset-facts.ts'
import { FactList, FactPairs } from './FactList.tsx'
import { findFacet } from './known.ts'
import type { Some } from './read.ts'
import './panels.css'

function Path({ levels }: { readonly levels: Some<Level> }) {
  return (
    <ol className="path-levels">
      {levels.items.map((level, i) => (
        <li key={i} title={level.type ?? undefined}>
          <bdi>{level.name}</bdi>
          {level.type !== null && <span className="sr"> ({level.type})</span>}
        </li>
      ))}
      {levels.more > 0 && <li className="t3">{levels.more} more</li>}
    </ol>
  )
}

function LastChange({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  const { previous, eventPosition } = lifecycle
  return (
    <span className="in-words">
      {eventPosition === null ? lifecycle.words : <Link to={paths.event(eventPosition)}>{lifecycle.words}</Link>}
      {previous !== null && (
        <>
          {' from '}
          <Link to={paths.dataset(previous)} title={`${previous.name}\n${previous.namespace}`}>
            <bdi>{lastPart(previous.name)}</bdi>
          </Link>
        </>
      )}{' '}
      <span className="t3">
        <Time iso={lifecycle.at} />
      </span>
    </span>
  )
}

/** What its facets say a dataset is and what was last done to it: pairs for the list of details. */
export function DatasetPairs({ facets }: { readonly facets: readonly FacetValue[] }) {
  const levels = hierarchyIn(findFacet(facets, 'hierarchy'))
  const lifecycle = lifecycleIn(findFacet(facets, 'lifecycle'))
  return (
    <>
      <FactPairs facts={datasetFacts(facets)} />
      {levels !== null && (
        <>
          <dt>Path</dt>
          <dd>
            <Path levels={levels} />
          </dd>
        </>
      )}
      {lifecycle !== null && (
        <>
          <dt>Last change</dt>
          <dd>
            <LastChange lifecycle={lifecycle} />
          </dd>
        </>
      )}
    </>
  )
}

/** The catalog of tables that the dataset is listed in, under its own heading; nothing without one. */
export function CatalogFacts({ facets }: { readonly facets: readonly FacetValue[] }) {
  const facts = catalogFacts(findFacet(facets, 'catalog'))
  if (facts.length === 0) return null
  return (
    <>
      <h2>Catalog</h2>
      <FactList facts={facts} />
    </>
  )
}
