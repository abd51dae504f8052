import { formatNumber } from '../../ui/Time.tsx'
import { widens } from './schema-diff.ts'
import type { DiffLine } from './schema-diff.ts'

const SIGNS = { added: '+', removed: '−', changed: '~', same: '', gap: '' } as const
const CLASSES = { added: 'ad', removed: 'rm', changed: 'ch', same: 'n', gap: 'n gap' } as const
const WORDS = { added: 'added', removed: 'removed', changed: 'changed', same: '', gap: '' } as const

/** What differs between two schemas: sign, name, old and new type. */
export function SchemaDiff({ lines }: { readonly lines: readonly DiffLine[] }) {
  return (
    <div className="df">
      {lines.map((line, i) => (
        <div key={i} className={CLASSES[line.kind]}>
          <span>
            <span aria-hidden="true">{SIGNS[line.kind]}</span>
            <span className="sr">{WORDS[line.kind]}</span>
          </span>
          {line.kind === 'gap' ? (
            <span className="x">{`${formatNumber(line.hidden)} unchanged`}</span>
          ) : (
            <>
              <bdi className="p">{line.kind === 'removed' ? <s>{line.path}</s> : line.path}</bdi>
              <bdi className="ty">
                {line.kind === 'changed' ? `${line.before ?? 'none'} → ${line.after ?? 'none'}` : (line.after ?? line.before ?? '')}
              </bdi>
              {line.kind === 'changed' && <span className="x">{widens(line.before, line.after) ? 'wider' : 'not known to be wider'}</span>}
            </>
          )}
        </div>
      ))}
    </div>
  )
}
