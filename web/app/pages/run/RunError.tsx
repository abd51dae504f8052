import { useState } from 'react'
import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { errorLines, guiltyLine, pickLines, titleOf } from './error-lines.ts'

/** The error: its own words as the title, the stack below with the line that carries them. */
export function RunError({ run }: { readonly run: RunDetail }) {
  const [all, setAll] = useState(false)
  const message = run.errorMessage?.message ?? run.error ?? ''
  const title = titleOf(message)
  const lines = errorLines(message, run.errorMessage?.stackTrace ?? null)
  const guilty = guiltyLine(lines, title)
  const shown = pickLines(lines, guilty, all)
  const whole = [message, run.errorMessage?.stackTrace].filter((part) => part !== null && part !== undefined && part !== '').join('\n\n')
  return (
    <section className="err" aria-label="Error">
      <div className="h">
        <Icon name="FAIL" />
        <div>
          <b>
            <bdi>{title === '' ? 'Failed without a message' : title}</bdi>
          </b>
          {title === '' && (
            <p className="t2">The producer sent FAIL without an errorMessage facet. The log of the tool itself says more.</p>
          )}
        </div>
      </div>
      {shown.length > 0 && (
        <pre tabIndex={0} role="region" aria-label="The error as it was sent">
          {shown.map((line) =>
            'hidden' in line ? (
              <span key={line.index} className="cm">{`  … ${formatNumber(line.hidden)} lines`}</span>
            ) : (
              <span key={line.index} className={line.index === guilty ? 'hl' : undefined}>
                <bdi>{line.text}</bdi>
              </span>
            ),
          )}
        </pre>
      )}
      {whole !== '' && (
        <div className="f2">
          {lines.length > shown.length && (
            <button type="button" className="plain link" onClick={() => setAll(true)}>
              Show all {formatNumber(lines.length)} lines
            </button>
          )}
          <CopyButton value={whole} label="the error" text="Copy" />
          <span className="t3 end">
            errorMessage facet{run.errorMessage?.language === null || run.errorMessage === null ? '' : `, ${run.errorMessage.language}`}
            {run.engine !== null &&
              run.engine.name !== null &&
              `, from ${[run.engine.name, run.engine.version].filter((part) => part !== null).join(' ')}`}
          </span>
        </div>
      )}
    </section>
  )
}
