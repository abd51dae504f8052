/** That the tests of the pages would see what they say never happens. */
import { expect, test } from 'vitest'
import { startHeadwater } from '../harness/server.ts'
import { openView, patience, startChromium } from './browser.ts'

test('a script, a style, a request elsewhere, an error and what axe finds are seen', async () => {
  const [browser, headwater] = await Promise.all([startChromium(), startHeadwater()])
  try {
    const { page, faults, look } = await openView(browser, headwater.url, { folder: 'watch' })
    await page.goto(`${headwater.url}/signin`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await look('sign-in')
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.__xss = 1"><p style="color: red">red</p>')
      void fetch('http://other.example.com/').catch(() => undefined)
      setTimeout(() => {
        throw new Error('thrown')
      })
      console.error('said')
    })
    const seen = (part: RegExp): Promise<void> => expect.poll(() => faults.join('\n'), { timeout: patience }).toMatch(part)
    await seen(/policy: script-src/)
    await seen(/policy: style-src/)
    await seen(/policy: connect-src refused http:\/\/other[.]example[.]com|request to http:\/\/other[.]example[.]com/)
    await seen(/error: .*thrown/)
    await seen(/console: said/)
    expect(await page.evaluate(() => '__xss' in window)).toBe(false)
    await expect(look('broken')).rejects.toThrow(/axe on broken/)
  } finally {
    await browser.close()
    await headwater.stop()
  }
})
