/** What belongs together is shown so: ways of running one model, steps inside a job, tries of a task, control flow. Both themes, axe finds nothing. */
import { test } from 'vitest'
import { paths } from '../../web/app/paths.ts'
import { run } from '../harness/catalog.ts'
import { says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { walks } from './walk.ts'

const at = (minutes: number): string => new Date(Date.now() - 3_600_000 + minutes * 60_000).toISOString()
const job = (name: string): { namespace: string; name: string } => ({ namespace: 'jobs', name })
const parent = (name: string): object => ({ parent: { job: job(name), run: { runId: `run-of-${name}` } } })
const type = (integration: string, jobType: string): object => ({ jobType: { integration, jobType, processingType: 'BATCH' } })
const model = { ...type('DBT', 'MODEL'), dbt_node: { unique_id: 'model.shop.orders' } }
const tried = (try_number: number): object => ({ ...parent('dag'), airflow: { taskInstance: { try_number }, dagRun: { run_id: 'daily' } } })
const after = { jobDependencies: { upstream: [{ job: job('dag.load'), dependency_type: 'DIRECT_INVOCATION' }, { job: job('dag.gone') }] } }

const events: readonly object[] = [
  run({ job: 'shop.orders', time: at(1), inputs: ['raw'], outputs: ['orders'], jobFacets: model, runFacets: parent('dbt-run') }),
  run({ job: 'model.shop.orders', time: at(2), inputs: ['raw'], outputs: ['orders'], jobFacets: model, runFacets: parent('dbt-run') }),
  run({ job: 'model.shop.orders.sql.1', time: at(2), jobFacets: type('DBT', 'SQL'), runFacets: parent('model.shop.orders') }),
  run({
    job: 'dag.load',
    runId: 'first',
    type: 'FAIL',
    time: at(3),
    outputs: ['raw'],
    jobFacets: type('AIRFLOW', 'TASK'),
    runFacets: tried(1),
  }),
  run({ job: 'dag.load', runId: 'second', time: at(4), outputs: ['raw'], jobFacets: type('AIRFLOW', 'TASK'), runFacets: tried(2) }),
  run({ job: 'report', time: at(5), inputs: ['orders'], runFacets: after }),
]

const site = walks({ folder: 'belonging', events })

async function jobPages({ page, look }: View): Promise<void> {
  const main = page.getByRole('main')
  await page.goto(paths.jobs({ view: 'all' }))
  await sees(main.getByRole('link', { name: '2 ways' }))
  await look('jobs')
  await main.getByRole('link', { name: '2 ways' }).click()
  await says(main, 'model.shop.orders runs under 2 names')
  await look('ways')
  await page.goto(paths.job(job('dag'), 'datasets'))
  await says(main, 'With 1 job inside it; itself it reads 0 and writes 0.')
  await look('inside')
  await page.goto(paths.job(job('report')))
  await says(main, 'it starts this job itself')
  await says(main, 'dag.gone')
  await look('control-flow')
  await page.goto(paths.run(job('dag.load'), 'second'))
  await main.getByRole('link', { name: 'Try 1: Failed' }).click()
  await sees(main.getByRole('link', { name: 'Try 2: Complete' }))
  await look('tries')
}

async function lineage({ page, look }: View): Promise<void> {
  await page.goto(`${paths.lineage({ type: 'dataset', namespace: 'db', name: 'orders' })}&depth=3`)
  await sees(page.getByRole('button', { name: /^model\.shop\.orders, job, .*2 ways of running/ }))
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page
    .getByRole('menuitemcheckbox', { name: 'Show control flow' })
    .or(page.getByRole('menuitem', { name: 'Show control flow' }))
    .click()
  await sees(page.getByText('Runs before'))
  await look('lineage')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page
    .getByRole('menuitemcheckbox', { name: /Fold steps/ })
    .or(page.getByRole('menuitem', { name: /Fold steps/ }))
    .click()
  await sees(page.getByRole('button', { name: /^shop\.orders, job/ }))
  await look('unfolded')
}

test.each(['light', 'dark'] as const)('what belongs together, %s', async (colorScheme) => {
  await site.walk(
    async (view) => {
      await jobPages(view)
      await lineage(view)
    },
    { folder: `belonging-${colorScheme}`, colorScheme },
  )
})
