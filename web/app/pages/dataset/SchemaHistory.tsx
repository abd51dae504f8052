import type { ReactNode } from 'react'
import type { SchemaVersion } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Time, plural } from '../../ui/Time.tsx'
import { impactOf } from '../impact/link.ts'
import { summaryOf } from './schema-diff.ts'

/** In words, what a version changed; the oldest was the first. */
export const versionWords = (version: SchemaVersion, oldest: boolean): string =>
  summaryOf(version.changes, oldest ? `First seen, ${plural(version.fieldCount, 'field')}` : 'Only the order changed')

/** When the dataset changed to it; of one that came back at an unknown time, when it was said last. */
export const sinceOf = (version: SchemaVersion): string | null => version.changedAt ?? version.lastSeenAt

/** It was there before the version that it follows. */
const isBack = (version: SchemaVersion): boolean => version.changedAt !== version.firstSeenAt

/** Fields that went, moved or may not hold their old values any more, under the paths that columns were made of. */
const brokenIn = (version: SchemaVersion): string[] =>
  version.changes.flatMap((c) =>
    c.kind === 'removed' || c.kind === 'changed' ? [c.path] : c.kind === 'moved' && c.before !== null ? [c.before] : [],
  )

type Props = {
  readonly schemas: readonly SchemaVersion[]
  readonly most?: number
  /** The dataset, for what is affected by a change. */
  readonly of?: Identity
  readonly children?: ((version: SchemaVersion, index: number) => ReactNode) | undefined
}

/** What makes a change of schema a breaking one. */
export const BREAKING =
  'Breaking: a column was removed, moved, or has a type that may not hold its old values. Compatible: columns added, types widened, descriptions changed.'

/** Every schema that was seen, newest first. */
export function SchemaHistory({ schemas, of, most = schemas.length, children }: Props) {
  return (
    <ul className="hist">
      {schemas.slice(0, most).map((version, i) => (
        <li key={i} className={version.breaking ? 'b' : undefined}>
          <i />
          <span>
            {version.breaking ? (
              <b className="med">{versionWords(version, i === schemas.length - 1)}</b>
            ) : (
              versionWords(version, i === schemas.length - 1)
            )}{' '}
            {version.breaking && (
              <span className="br" title={BREAKING}>
                <Icon name="warn" /> breaking
              </span>
            )}
          </span>
          <span className="t3">
            {isBack(version) && (version.changedAt === null ? 'back, last seen ' : 'back ')}
            <Time iso={sinceOf(version)} />
            {version.eventPosition !== null && (
              <>
                , <Link to={paths.event(version.eventPosition)}>{isBack(version) ? 'first event' : 'event'}</Link>
              </>
            )}
          </span>
          {of !== undefined && version.breaking && (
            <span className="show">
              <Link to={impactOf({ type: 'dataset', ...of }, null, brokenIn(version))}>What is affected</Link>
            </span>
          )}
          {children?.(version, i)}
        </li>
      ))}
    </ul>
  )
}
