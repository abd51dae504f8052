/** What came and went, where names are longer than any list is wide. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { run, table } from '../harness/catalog.ts'
import { sees } from './browser.ts'
import { boxOf, lineageOf } from './graph.ts'
import { walks } from './walk.ts'

const day = 86_400_000
const ago = (days: number): string => new Date(Date.now() - days * day).toISOString()
const long = (word: string): string => `customer_lifetime_value_${word}_after_discounts_and_refunds_in_reporting_currency`
const night = (days: number, word: string): object =>
  run({
    job: 'a_job_whose_name_somebody_made_of_all_that_it_does_every_night',
    runId: `long-${days}`,
    time: ago(days),
    inputs: [table(`raw_${long(word)}`, [long(word)])],
    outputs: [table('made', [long(word)], { [long(word)]: [`raw_${long(word)}.${long(word)}`] })],
  })
const site = walks({ folder: 'long-names', events: [night(9, 'gross'), night(8, 'gross'), night(2, 'net'), night(1, 'net')] })

/** Rows lie below each other, and none is wider than the list. */
async function listIsWhole(page: Page): Promise<void> {
  const list = page.getByRole('complementary', { name: 'What changed' })
  await sees(list.getByRole('button', { name: /^Added made[.]|^Added raw_.*[.]customer/ }))
  expect(await list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  const area = await boxOf(list)
  let bottom = 0
  for (const row of await list.getByRole('listitem').all()) {
    const box = await boxOf(row)
    expect(box.y).toBeGreaterThanOrEqual(bottom - 0.5)
    bottom = box.y + box.height
    for (const part of await row.locator('button, .what, .by').all()) {
      const inner = await boxOf(part)
      expect(inner.x + inner.width).toBeLessThanOrEqual(area.x + area.width)
      expect(inner.y + inner.height).toBeLessThanOrEqual(bottom + 0.5)
      expect(await part.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1)
    }
  }
}

test.each([1440, 360])('the list of changes, %i pixels wide', async (width) => {
  await site.walk(
    async ({ page, look }) => {
      await page.goto(lineageOf('made', { list: '1', sel: 'none', before: ago(5) }))
      await listIsWhole(page)
      await look(`changes-${width}`)
    },
    { viewport: { width, height: 800 } },
  )
})

test.each([1440, 360])('what is found, %i pixels wide: the end of a name is read', async (width) => {
  await site.walk(
    async ({ page, look }) => {
      await page.goto(`/search?q=${long('net')}`)
      const row = page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(`raw_${long('net')}`) })
        .first()
      await sees(row)
      const name = row.locator('bdi').first()
      expect(await name.innerText()).toContain('in_reporting_currency')
      expect(await name.evaluate((e) => e.scrollWidth - e.clientWidth)).toBeLessThanOrEqual(0)
      expect(await name.evaluate((e) => e.scrollHeight - e.clientHeight)).toBeLessThanOrEqual(1)
      await look(`found-${width}`)
    },
    { viewport: { width, height: 800 } },
  )
})
