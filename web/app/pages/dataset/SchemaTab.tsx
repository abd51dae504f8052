import { useState } from 'react'
import type { DatasetDetail, SchemaVersion } from '../../../../src/contract/catalog.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { formatInstant, plural } from '../../ui/Time.tsx'
import { SchemaDiff } from './SchemaDiff.tsx'
import { BREAKING, SchemaHistory, sinceOf } from './SchemaHistory.tsx'
import { diffLines, perhapsRename } from './schema-diff.ts'

const nameOf = (version: SchemaVersion, index: number): string =>
  `${sinceOf(version) === null ? 'unknown time' : formatInstant(sinceOf(version))}, ${plural(version.fieldCount, 'field')}${index === 0 ? ' (latest)' : ''}`

function Pick({
  schemas,
  value,
  onChange,
  label,
}: {
  readonly schemas: readonly SchemaVersion[]
  readonly value: number
  readonly onChange: (index: number) => void
  readonly label: string
}) {
  return (
    <span className="in select">
      <select value={value} aria-label={label} onChange={(event) => onChange(Number(event.target.value))}>
        {schemas.map((version, i) => (
          <option key={i} value={i}>
            {nameOf(version, i)}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </span>
  )
}

/** The schema at each change, and what differs between any two. */
export function SchemaTab({ dataset }: { readonly dataset: DatasetDetail }) {
  const { schemas } = dataset
  const [older, setOlder] = useState(Math.min(1, schemas.length - 1))
  const [newer, setNewer] = useState(0)
  if (schemas.length === 0) return <Empty title="No schema is known" why="No event has brought a schema facet of this dataset." />
  const lines = diffLines(schemas[older]?.fields ?? [], schemas[newer]?.fields ?? [])
  const changed = lines.filter((line) => line.kind !== 'same' && line.kind !== 'gap').length
  const rename = perhapsRename(lines)
  return (
    <div className="g2 schema">
      <div className="g2-main">
        <Section title="What changed" count={changed === 0 ? 'nothing' : plural(changed, 'field')}>
          <div className="row wrap compare">
            <Pick schemas={schemas} value={older} onChange={setOlder} label="The older schema" />
            <Icon name="arrow" />
            <Pick schemas={schemas} value={newer} onChange={setNewer} label="The newer schema" />
          </div>
          {changed === 0 ? (
            <Empty
              title="The names and types are the same"
              why={schemas.length === 1 ? 'Only one schema has been seen so far.' : 'Pick two others to compare.'}
            />
          ) : (
            <SchemaDiff lines={lines} />
          )}
          {rename !== null && (
            <p className="s12 t3 rename">
              Perhaps a rename of <bdi>{rename.from}</bdi> to <bdi>{rename.to}</bdi>: same place, same kind of type. Headwater sees names
              and types, never values.
            </p>
          )}
        </Section>
      </div>
      <aside className="side" aria-label="Schema history">
        <h2>Schema history</h2>
        <SchemaHistory schemas={schemas} of={dataset}>
          {(_, i) => (
            <span className="show">
              <button
                type="button"
                className="plain link"
                aria-pressed={newer === i}
                onClick={() => {
                  setNewer(i)
                  setOlder(Math.min(i + 1, schemas.length - 1))
                }}
              >
                Show the change
              </button>
            </span>
          )}
        </SchemaHistory>
        <p className="s12 t3">{BREAKING}</p>
      </aside>
    </div>
  )
}
