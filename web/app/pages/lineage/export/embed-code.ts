export type FrameTheme = 'auto' | 'light' | 'dark'

/** The address of a signed link with a theme; the theme is not part of what is signed. */
export const themed = (url: string, theme: FrameTheme): string => (theme === 'auto' ? url : `${url}&theme=${theme}`)

/** What goes into another page. The title is for those who hear it. */
export const frameCode = (url: string, name: string): string => {
  const text = (value: string): string =>
    value.toWellFormed().replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)
  return `<iframe src="${text(url)}" title="Lineage of ${text(name)}" width="100%" height="480" style="border:0" loading="lazy"></iframe>`
}
