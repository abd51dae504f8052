import { isMeasured, textWidth } from '../text-width.ts'
import { el, xmlText } from './xml.ts'

interface Look {
  /** Classes of style.ts. */
  readonly look: string
  readonly px: number
  readonly weight?: number
  readonly anchor?: 'end' | 'middle'
}

/**
 * One line of text. Its width is written down, so that it keeps its place where the face is missing and another one is drawn; not where
 * it holds what our face does not have.
 */
export const line = (x: number, y: number, text: string, { look, px, weight = 400, anchor }: Look): string => {
  if (text === '') return ''
  const fits = text.length > 1 && isMeasured(text) && !look.includes('mono')
  const size = fits ? { textLength: textWidth(text, px, weight), lengthAdjust: 'spacingAndGlyphs' } : {}
  return el('text', { x, y, class: look, 'text-anchor': anchor, ...size, 'xml:space': 'preserve' }, xmlText(text))
}
