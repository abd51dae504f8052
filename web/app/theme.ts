/** Mantine lends behaviour; every colour and size it shows comes from tokens.css. */
import { createTheme } from '@mantine/core'
import type { CSSVariablesResolver, MantineColorSchemeManager } from '@mantine/core'

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'water',
  defaultRadius: 'sm',
  autoContrast: false,
  colors: { water: ['#e9f5f8', '#d3ebf3', '#8ac9dc', '#5cc3df', '#45a8c5', '#00809b', '#00667b', '#055f73', '#034f60', '#0c242b'] },
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { md: '20px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '10px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: { Tooltip: { defaultProps: { openDelay: 400 } } },
})

const variables = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--water-text)',
  '--mantine-color-error': 'var(--fail-text)',
  '--mantine-color-water-filled': 'var(--water)',
  '--mantine-color-water-filled-hover': 'var(--water-hover)',
  '--mantine-color-water-light': 'var(--water-tint)',
  '--mantine-color-water-light-color': 'var(--water-text)',
  '--mantine-color-placeholder': 'var(--text-3)',
}
export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })

export type Scheme = 'light' | 'dark' | 'auto'
const KEY = 'headwater-theme'

/** What the person chose, or `auto` for what the system says. */
export function chosenScheme(): Scheme {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'auto'
  } catch {
    return 'auto'
  }
}

const systemIsDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')
export const shownScheme = (scheme: Scheme): 'light' | 'dark' => (scheme === 'auto' ? (systemIsDark().matches ? 'dark' : 'light') : scheme)

/** Puts the scheme on <html> for tokens.css. Called before the first paint of React and on each change. */
export function showScheme(scheme: Scheme): void {
  document.documentElement.dataset['theme'] = shownScheme(scheme)
}

/** Follows the system while the choice is `auto`, and other tabs. */
export function followScheme(changed: () => void): () => void {
  const media = systemIsDark()
  media.addEventListener('change', changed)
  window.addEventListener('storage', changed)
  return () => {
    media.removeEventListener('change', changed)
    window.removeEventListener('storage', changed)
  }
}

export const schemeManager: MantineColorSchemeManager = {
  get: () => chosenScheme(),
  set: (value) => {
    try {
      localStorage.setItem(KEY, value)
    } catch {
      // A browser that keeps nothing still shows the choice until the page is left.
    }
    showScheme(value)
  },
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => localStorage.removeItem(KEY),
}
