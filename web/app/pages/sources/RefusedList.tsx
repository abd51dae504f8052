import { useState } from 'react'
import type { Rejection } from '../../../../src/contract/rejections.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { RefusedItem } from './RefusedItem.tsx'

const FIRST = 5

/** The newest refused requests of a source, and those whose token told no source: they may well be this one's. */
export function RefusedList({ sourceId }: { readonly sourceId: number }) {
  const [shown, setShown] = useState(FIRST)
  const answer = useApi<{ items: Rejection[] }>('/api/v2/rejections', undefined, { every: 5_000 })
  const list = (answer.data?.items ?? []).filter((item) => item.sourceId === sourceId || item.sourceId === null)
  return (
    <Section
      title="Refused requests"
      count={list.length === 0 ? undefined : formatNumber(list.length)}
      end={
        list.some((item) => item.sourceId === null) && (
          <Link to={paths.refused({ source: 'none' })}>With those whose token belongs to no source</Link>
        )
      }
    >
      <Region answer={answer} what="the refused requests" rows={2}>
        {() => (
          <>
            {list.length === 0 && (
              <Empty
                title="Nothing was refused"
                why="A request that is refused appears here with its cause and what to do, even when its sender saw only a number."
              />
            )}
            {list.slice(0, shown).map((item) => (
              <RefusedItem key={item.id} item={item} />
            ))}
            {list.length > shown && (
              <div className="row more">
                <Button small onClick={() => setShown(shown + 20)}>
                  Show {formatNumber(Math.min(20, list.length - shown))} more
                </Button>
              </div>
            )}
          </>
        )}
      </Region>
    </Section>
  )
}
