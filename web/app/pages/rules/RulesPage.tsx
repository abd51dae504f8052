import { useEffect, useRef, useState } from 'react'
import type { Rule, RuleBody, Rules } from '../../../../src/contract/rules.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { refresh, useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { AddRule } from './AddRule.tsx'
import { BuiltInRules } from './BuiltInRules.tsx'
import { Remaking } from './Remaking.tsx'
import { RuleList } from './RuleList.tsx'
import { SuggestionList } from './SuggestionList.tsx'
import './rules.css'

const HIDING: ReadonlySet<RuleBody['kind']> = new Set(['hide', 'leaveOut'])

/** When the catalog has been made anew, what was read of the old one is asked again. */
function useFresh(inForce: boolean | undefined): void {
  const before = useRef(inForce)
  useEffect(() => {
    if (before.current === false && inForce === true) void refresh('/api/v2/')
    before.current = inForce
  }, [inForce])
}

function TakenBack({ sourceName, admin }: { readonly sourceName: (id: number) => string; readonly admin: boolean }) {
  const answer = useApi<Rules>('/api/v2/rules', { removed: true })
  const items = answer.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title="Taken back" count={String(items.length)}>
      <RuleList label="Rules that were taken back" rules={items} sourceName={sourceName} admin={admin} />
    </Section>
  )
}

function Whole({
  rules,
  admin,
  sourceName,
}: {
  readonly rules: Rules
  readonly admin: boolean
  readonly sourceName: (id: number) => string
}) {
  const of = (is: (body: RuleBody) => boolean): Rule[] => rules.items.filter((r) => is(r.body))
  const own = of((b) => !HIDING.has(b.kind) && b.kind !== 'switch')
  const hidden = of((b) => HIDING.has(b.kind))
  return (
    <>
      {!rules.inForce && <Remaking admin={admin} />}
      <SuggestionList admin={admin} sourceName={sourceName} />
      <Section title="Rules" {...(own.length === 0 ? {} : { count: String(own.length) })}>
        {own.length === 0 ? (
          <Empty
            title="No rules of your own"
            why="Two names are one dataset when a symlink of a producer, a rule of yours or one below says so."
          />
        ) : (
          <RuleList label="Rules in force" rules={own} sourceName={sourceName} admin={admin} />
        )}
      </Section>
      <Section title="Hidden and left out" id="hidden" {...(hidden.length === 0 ? {} : { count: String(hidden.length) })}>
        {hidden.length === 0 ? (
          <Empty
            title="Nothing is hidden"
            why="What is hidden leaves the catalog, not the event log, and can be brought back. The menu of a job, dataset or run hides it."
          />
        ) : (
          <RuleList label="What is hidden" rules={hidden} sourceName={sourceName} admin={admin} verb="Bring back" />
        )}
      </Section>
      <Section title="Comes with Headwater">
        <BuiltInRules builtIn={rules.builtIn} rules={rules.items} admin={admin} />
      </Section>
      <TakenBack sourceName={sourceName} admin={admin} />
    </>
  )
}

/** Settings > Identity. */
export function RulesPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Identity' }])
  const admin = useIsAdmin()
  const [adding, setAdding] = useState(false)
  const rules = useApi<Rules>('/api/v2/rules', undefined, { every: 3_000 })
  const sources = useApi<{ items: Source[] }>('/api/v2/sources').data?.items ?? []
  const sourceName = (id: number): string => sources.find((s) => s.id === id)?.name ?? `source ${id}, removed`
  useFresh(rules.data?.inForce)
  return (
    <div className="page rulespage">
      <PageHead
        title="Identity"
        lead="Which names are one dataset, and what stays out of the catalog. The event log keeps every event as it came: each rule can be taken back."
        actions={
          admin &&
          !adding && (
            <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
              Add rule
            </Button>
          )
        }
      />
      {adding && <AddRule sources={sources} onClose={() => setAdding(false)} />}
      <Region answer={rules} what="the rules">
        {(data) => <Whole rules={data} admin={admin} sourceName={sourceName} />}
      </Region>
    </div>
  )
}
