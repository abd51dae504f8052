/**
 * A small, safe part of Markdown for documentation that producers send: headings, lists, code, emphasis, links. It makes React
 * nodes only, never HTML, so whatever is not understood is shown as the text that it is. Tables, images and HTML stay text.
 */
import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { SafeLink } from './SafeLink.tsx'

const INLINE =
  /(`+)([^`]+?)\1|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|(?<!\w)_([^_\s][^_\n]*)_(?!\w)|\[([^\]\n]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>)\]]+)/g

function inline(source: string): ReactNode[] {
  const out: ReactNode[] = []
  let from = 0
  for (const found of source.matchAll(INLINE)) {
    if (found.index > from) out.push(source.slice(from, found.index))
    from = found.index + found[0].length
    out.push(<Fragment key={found.index}>{mark(found)}</Fragment>)
  }
  if (from < source.length) out.push(source.slice(from))
  return out
}

function mark(found: RegExpMatchArray): ReactNode {
  const [, , code, strong, strong2, em, em2, label, target, bare] = found
  if (code !== undefined) return <code>{code}</code>
  if (strong !== undefined || strong2 !== undefined) return <b>{strong ?? strong2}</b>
  if (em !== undefined || em2 !== undefined) return <em>{em ?? em2}</em>
  if (label !== undefined) return <SafeLink href={target}>{label}</SafeLink>
  return <SafeLink href={bare}>{bare}</SafeLink>
}

type Block = { readonly kind: 'p' | 'code' | 'ul' | 'ol' | 'head' | 'quote'; readonly lines: string[] }
const STARTS: readonly (readonly [Block['kind'], RegExp])[] = [
  ['head', /^#{1,6}\s+/],
  ['ul', /^\s*[-*+]\s+/],
  ['ol', /^\s*\d+[.)]\s+/],
  ['quote', /^>\s?/],
]

function blocks(source: string): Block[] {
  const out: Block[] = []
  let open: Block | null = null
  let fence = false
  for (const line of source.split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      fence = !fence
      open = fence ? { kind: 'code', lines: [] } : null
      if (open !== null) out.push(open)
      continue
    }
    if (fence) {
      open?.lines.push(line)
      continue
    }
    open = take(line, open, out)
  }
  return out
}

function take(line: string, open: Block | null, out: Block[]): Block | null {
  if (line.trim() === '') return null
  const [kind, start] = STARTS.find(([, rule]) => rule.test(line)) ?? (['p', /^/] as const)
  const words = line.replace(start, '')
  if (open !== null && open.kind === kind && kind !== 'head') {
    open.lines.push(words)
    return open
  }
  if (open !== null && kind === 'p' && (open.kind === 'ul' || open.kind === 'ol')) {
    open.lines.push(`${open.lines.pop() ?? ''} ${words.trim()}`)
    return open
  }
  const block: Block = { kind, lines: [words] }
  out.push(block)
  return kind === 'head' ? null : block
}

function show(block: Block): ReactNode {
  const items = () => block.lines.map((line, i) => <li key={i}>{inline(line)}</li>)
  if (block.kind === 'code') return <pre className="code">{block.lines.join('\n')}</pre>
  if (block.kind === 'ul') return <ul>{items()}</ul>
  if (block.kind === 'ol') return <ol>{items()}</ol>
  if (block.kind === 'head') return <p className="mdh">{inline(block.lines.join(' '))}</p>
  if (block.kind === 'quote') return <blockquote>{inline(block.lines.join('\n'))}</blockquote>
  return <p>{inline(block.lines.join('\n'))}</p>
}

/** Texts over this many characters are shown as they are. */
const LONGEST = 100_000

/** `type` is the facet's contentType; what is plain text stays plain. */
export function Markdown({ source, type }: { readonly source: string; readonly type?: string | null }) {
  const plain = (type !== null && type !== undefined && /plain/.test(type)) || source.length > LONGEST
  if (plain) return <div className="md plain-text">{source}</div>
  return (
    <div className="md">
      {blocks(source).map((block, i) => (
        <Fragment key={i}>{show(block)}</Fragment>
      ))}
    </div>
  )
}
