import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { tokenize } from './tokenize.ts'
import type { Language, TokenKind } from './tokenize.ts'

const CLASSES: Readonly<Record<TokenKind, string | undefined>> = {
  key: 'k',
  string: 'st',
  number: 'nu',
  keyword: 'kw',
  comment: 'cm',
  plain: undefined,
}

/** Coloured code without ground. */
export function CodeText({ code, language = 'text' }: { readonly code: string; readonly language?: Language }): ReactNode {
  const tokens = useMemo(() => tokenize(code, language), [code, language])
  return tokens.map((token, i) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      <span key={i} className={CLASSES[token.kind]}>
        {token.text}
      </span>
    ),
  )
}

type Props = {
  readonly code: string
  readonly language?: Language
  /** What is shown where it differs from what is copied, such as a masked token. */
  readonly shown?: string
  /** For the copy button: `the snippet`. */
  readonly label?: string
  readonly wrap?: boolean
}

/** A snippet with its copy button. What is copied is always the real thing. */
export function Code({ code, language = 'text', shown, label = 'the snippet', wrap = false }: Props) {
  return (
    <div className="codebox">
      <pre className={wrap ? 'code wrapped' : 'code'} tabIndex={0} role="region" aria-label={label}>
        <CodeText code={shown ?? code} language={language} />
      </pre>
      <CopyButton value={code} label={label} className="btn sm ico codecopy" />
    </div>
  )
}
