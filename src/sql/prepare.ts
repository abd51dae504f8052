/** SQL of which the placeholders of templates are made names and values, so that it can be parsed. */
export function withoutTemplates(sql: string): string {
  return sql
    .replaceAll(/\{#[\s\S]*?#\}/g, ' ')
    .replaceAll(/\{%[\s\S]*?%\}/g, ' ')
    .replaceAll(/\{\{\s*config\([\s\S]*?\}\}/g, ' ')
    .replaceAll(/\{\{\s*ref\(\s*['"]([^'"]+)['"]\s*\)\s*\}\}/g, ' $1 ')
    .replaceAll(/\{\{\s*ref\(\s*['"][^'"]+['"]\s*,\s*['"]([^'"]+)['"]\s*\)\s*\}\}/g, ' $1 ')
    .replaceAll(/\{\{\s*source\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]+)['"]\s*\)\s*\}\}/g, ' $1.$2 ')
    .replaceAll(/\{\{[\s\S]*?\}\}/g, 'template_value')
    .replaceAll(/\$\{[^}]*\}/g, 'template_value')
    .replaceAll(/%\(\w+\)s/g, 'NULL')
}

interface Token {
  readonly text: string
  readonly span: { readonly start: number; readonly end: number }
}

/** The statements of a script by its tokens, whose places count characters and not UTF-16 units. Comments alone are no statement. */
export function statementsOf(sql: string, tokens: readonly Token[]): string[] {
  const characters = Array.from(sql)
  const statements: string[] = []
  let first: number | null = null
  let last = 0
  const flush = (): void => {
    if (first !== null) statements.push(characters.slice(first, last).join(''))
    first = null
  }
  for (const { text, span } of tokens) {
    if (text === ';' && span.end - span.start === 1) flush()
    else {
      first ??= span.start
      last = span.end
    }
  }
  flush()
  return statements
}
