import type { RunDetail } from '../../../../src/contract/catalog.ts'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { plural } from '../../ui/Time.tsx'
import { tagText } from '../job/TagList.tsx'
import { dependenciesIn } from './dependencies.ts'
import { DependencyTables } from './DependencyTables.tsx'
import { FactList } from './FactList.tsx'
import { findFacet } from './known.ts'
import { PairTable } from './PairTable.tsx'
import { environmentIn, parametersIn } from './pairs.ts'
import type { Pair } from './pairs.ts'
import { externalQueryIn } from './query-link.ts'
import type { ExternalQuery } from './query-link.ts'
import type { Some } from './read.ts'
import { runFactGroups } from './run-facts.ts'
import { Missing, Said } from './Said.tsx'
import './panels.css'

/** Whether the tab has anything to show. */
export function hasRunDetails(run: RunDetail): boolean {
  const { facets } = run
  return (
    run.tags.length > 0 ||
    runFactGroups(facets).length > 0 ||
    externalQueryIn(findFacet(facets, 'externalQuery')) !== null ||
    dependenciesIn(findFacet(facets, 'jobDependencies')) !== null ||
    findFacet(facets, 'executionParameters') !== null ||
    findFacet(facets, 'environmentVariables') !== null
  )
}

function Query({ query }: { readonly query: ExternalQuery }) {
  return (
    <section>
      <h2>External query</h2>
      <dl className="kv s12">
        <dt>Id</dt>
        <dd>
          <code>
            <bdi>{query.id}</bdi>
          </code>
          <CopyButton value={query.id} label="the id of the query" />
        </dd>
        <dt>Source</dt>
        <dd>{query.source === null ? <span className="t3">not said</span> : <bdi>{query.source}</bdi>}</dd>
        {query.href !== null && (
          <>
            <dt>Open</dt>
            <dd>
              <SafeLink href={query.href} icon>
                The query in {/^snowflake/i.test(query.source ?? '') ? 'Snowflake' : 'BigQuery'}
              </SafeLink>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

type PairsProps = { readonly title: string; readonly noun: string; readonly pairs: Some<Pair>; readonly facet: FacetValue }

function Pairs({ title, noun, pairs, facet }: PairsProps) {
  const masked = pairs.items.filter((pair) => pair.masked).length
  const count = plural(pairs.items.length + pairs.more, noun)
  return (
    <Section title={title} count={masked === 0 ? count : `${count}, ${masked} masked by name`} end={<Said facet={facet} />}>
      {pairs.items.length > 0 && <PairTable pairs={pairs.items} label={title} />}
      <Missing of={pairs} facet={facet} />
    </Section>
  )
}

/** What the run was given, what started it, and where else to look at it. */
export function RunDetails({ run }: { readonly run: RunDetail }) {
  const { facets } = run
  const query = externalQueryIn(findFacet(facets, 'externalQuery'))
  const dependent = findFacet(facets, 'jobDependencies')
  const dependencies = dependenciesIn(dependent)
  const given = findFacet(facets, 'executionParameters')
  const parameters = parametersIn(given)
  const around = findFacet(facets, 'environmentVariables')
  const environment = environmentIn(around)
  return (
    <>
      <div className="fact-groups">
        {runFactGroups(facets).map((group) => (
          <section key={group.title}>
            <h2>{group.title}</h2>
            <FactList facts={group.facts} />
          </section>
        ))}
        {query !== null && <Query query={query} />}
        {run.tags.length > 0 && (
          <section>
            <h2>Tags</h2>
            <div className="row wrap tags">
              {run.tags.map((tag, i) => (
                <span className="tag" key={i} title={tag.source === null ? undefined : `from ${tag.source}`}>
                  <bdi>{tagText(tag)}</bdi>
                </span>
              ))}
            </div>
          </section>
        )}
      </div>
      {dependent !== null && dependencies !== null && <DependencyTables found={dependencies} facet={dependent} />}
      {given !== null && parameters !== null && <Pairs title="Parameters" noun="parameter" pairs={parameters} facet={given} />}
      {around !== null && environment !== null && <Pairs title="Environment" noun="variable" pairs={environment} facet={around} />}
    </>
  )
}
