const NAMES = [
  '--edge',
  '--edge-dim',
  '--water-lit',
  '--water-line',
  '--canvas',
  '--node',
  '--node-line',
  '--fail',
  '--abort',
  '--text',
  '--text-3',
  '--raised',
  '--dot',
  '--running',
  '--complete',
  '--lost',
] as const
export type PaletteName = (typeof NAMES)[number]
export type Palette = Readonly<Record<PaletteName, string>>

/** The colours of tokens.css, for the canvas. */
export const readPalette = (): Palette => {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(NAMES.map((n) => [n, style.getPropertyValue(n).trim()])) as Palette
}

/** Calls back when the theme changes, by the switch or by the system. */
export const onPalette = (changed: () => void): (() => void) => {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const media = matchMedia('(prefers-color-scheme: dark)')
  media.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    media.removeEventListener('change', changed)
  }
}
