import type { IntakeService } from '../api/context.ts'
import type { ControlHandlers } from '../control/control.ts'
import type { Client } from '../lib/rpc.ts'
import type { Syncs } from './sync-service.ts'

interface DemoNeeds {
  readonly control: Client<ControlHandlers>
  readonly intake: IntakeService
  readonly syncs: Syncs
  readonly refreshGate: () => Promise<void>
  readonly startedBy: string | null
}

/** Loads the demo estate as data sources of its own, once, up to the catalog; answers where to look first. */
export async function loadDemoInto({
  control,
  intake,
  syncs,
  refreshGate,
  startedBy,
}: DemoNeeds): Promise<{ sourceId: number; events: number; link: string }> {
  const { demoSources, loadDemo } = await import('../demo/load.ts')
  const { demoHighlights } = await import('../demo/generate.ts')
  const before = await control.listSources({})
  const known = new Map(before.map((s) => [s.name, s.id]))
  const isLoaded = Object.values(demoSources).every(({ name }) => before.some((s) => s.name === name && s.accepted > 0))
  const link = `/lineage?${String(new URLSearchParams({ type: 'dataset', ...demoHighlights.column }))}`
  if (isLoaded) return { sourceId: known.get(demoSources.airflow.name) ?? 0, events: 0, link }
  for (const { name, baseUrl } of Object.values(demoSources)) {
    if (!known.has(name))
      known.set(
        name,
        (await control.addSource({ type: 'openlineage', name, baseUrl, syncMode: 'continuous', createdBy: startedBy })).source.id,
      )
  }
  await refreshGate()
  const events = await loadDemo(
    async (name, bodies) => {
      const lines = Buffer.from(`${bodies.join('\n')}\n`)
      const { rejected, problems } = await intake.importStream({
        sourceId: known.get(name) ?? 0,
        body: (async function* () {
          yield lines
        })(),
      })
      if (rejected > 0) throw new Error(`${rejected} events of the demo were refused: ${problems[0]?.cause ?? ''}`)
    },
    { now: new Date() },
  )
  const { sync } = await syncs.start({ sourceId: null, full: false, startedBy })
  await syncs.ended(sync.id)
  return {
    sourceId: known.get(demoSources.airflow.name) ?? 0,
    events,
    link,
  }
}
