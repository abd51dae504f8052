import type { KeyPage, PageKey } from '../../src/catalog/sql.ts'

/** The items of all pages, one after the other. */
export async function pagesOf<T>(ask: (after: PageKey | null) => Promise<KeyPage<T>>): Promise<T[]> {
  const items: T[] = []
  let after: PageKey | null = null
  do {
    const page: KeyPage<T> = await ask(after)
    items.push(...page.items)
    after = page.next
  } while (after !== null)
  return items
}
