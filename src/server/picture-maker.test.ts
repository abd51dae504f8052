import { setImmediate } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { readPng } from '../../test/harness/png.ts'
import { previewSceneOf, previewWords } from '../graph/picture/of-lineage.ts'
import { PREVIEW, previewOf } from '../graph/picture/preview.ts'
import { d, edge, j, lineage, node } from '../graph/picture/test-answer.ts'
import { PictureMaker } from './picture-maker.ts'

const maker = new PictureMaker()
afterAll(() => maker.close())

const previewNamed = (name: string): string => {
  const answer = lineage([node(d(name)), node(j('load')), node(d('t'), { depth: 1 })], [edge(d(name), j('load')), edge(j('load'), d('t'))])
  return previewOf(previewSceneOf(answer, 'both', 'none'), previewWords(answer, {}))
}
const text = (words: string, look = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="300" height="60" fill="#fff"/><text x="10" y="40" style="font-size:30px;${look}">${words}</text></svg>`
const inked = async (svg: string): Promise<Buffer> => Buffer.from(await maker.png(svg))

test('the picture of a link is painted, words and all', async () => {
  const png = readPng(await maker.png(previewNamed('shop.orders')))
  expect([png.width, png.height]).toEqual([PREVIEW.width, PREVIEW.height])
  expect(png.at(5, 5)).toBe('#ffffff')
  expect(png.at(5, 400)).toBe('#f4f7f7')
  // the name in the band, and nothing but the ground to the right of it
  expect(png.colours(48, 65, 300, 115)).toBeGreaterThan(20)
  expect(png.colours(700, 65, 1150, 115)).toBe(1)
  expect(png.colours(0, 180, 1200, 630)).toBeGreaterThan(50)
})

test('weights and the face of equal widths are there, whatever this machine has', async () => {
  const sans = `font-family:'IBM Plex Sans',sans-serif;`
  const all = [
    await inked(text('orders', sans)),
    await inked(text('orders', `${sans}font-weight:500`)),
    await inked(text('orders', `${sans}font-weight:600`)),
    await inked(text('orders', `font-family:'JetBrains Mono';font-weight:500`)),
    await inked(text('', sans)),
  ]
  expect(new Set(all.map((png) => png.toString('base64'))).size).toBe(all.length)
})

test('what the face does not have is a box, not a hole', async () => {
  const empty = readPng(await inked(text('')))
  expect(empty.colours(0, 0, 300, 60)).toBe(1)
  for (const words of ['顧客', 'заказы', 'مبيعات', '\u{1f6b0}', 'हिन्दी']) {
    expect(readPng(await inked(text(words))).colours(0, 0, 300, 60), words).toBeGreaterThan(1)
    expect(readPng(await maker.png(previewNamed(words))).colours(48, 65, 300, 115), words).toBeGreaterThan(5)
  }
})

test('several at a time are painted one after the other; what is no picture is refused, and the next one is painted', async () => {
  const answers = await Promise.allSettled([maker.png(previewNamed('a')), maker.png('<svg'), maker.png(previewNamed('b'))])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('what takes too long is given up, and the next one has a new thread', async () => {
  const hasty = new PictureMaker({ limitMs: 1 })
  const many = `<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="3000">${'<circle cx="1500" cy="1500" r="1500" opacity="0.5"/>'.repeat(300)}</svg>`
  await expect(hasty.png(many)).rejects.toThrow('ended')
  await expect(hasty.png(many)).rejects.toThrow('ended')
  await hasty.close()
})

test('an idle thread ends and the next picture starts another; nothing is painted after the end', async () => {
  const brief = new PictureMaker({ idleMs: 0 })
  const first = await brief.png(text('a'))
  await setImmediate()
  expect(Buffer.from(await brief.png(text('a'))).equals(Buffer.from(first))).toBe(true)
  await brief.close()
  await expect(brief.png(text('a'))).rejects.toThrow('Nothing more')
})
