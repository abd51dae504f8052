import { expect, test } from 'vitest'
import { frameCode, themed } from './embed-code.ts'

test('the code of a frame, whatever the name', () => {
  const url = themed('https://h.example/embed/lineage?name=a%22b&token=x', 'dark')
  expect(frameCode(url, '"><script>&')).toBe(
    '<iframe src="https://h.example/embed/lineage?name=a%22b&amp;token=x&amp;theme=dark" title="Lineage of &quot;&gt;&lt;script&gt;&amp;" width="100%" height="480" style="border:0" loading="lazy"></iframe>',
  )
  expect(themed('u', 'auto')).toBe('u')
})
