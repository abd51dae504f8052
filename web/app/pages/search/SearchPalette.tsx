/** Search over everything; `onClose` is called on Esc, on a click outside and after a choice. */
export function SearchPalette(_: { readonly onClose: () => void }) {
  return null
}
