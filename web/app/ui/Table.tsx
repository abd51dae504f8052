import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export type Column<T> = {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (row: T) => ReactNode
  /** Pixels; one column without a width takes what is left. */
  readonly width?: number
  /** Numbers stand right, heading as well. */
  readonly num?: boolean
  /** The name under which the API sorts by this column. */
  readonly sort?: string
  /** Left out below this width of the window. */
  readonly from?: 720 | 960 | 1200
  /** The whole text of the cell, for a title on cut texts. */
  readonly title?: (row: T) => string | undefined
}

type Props<T> = {
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  /** What the table lists, for screen readers. */
  readonly label: string
  readonly sortedBy?: string | undefined
  readonly sortedDown?: boolean
  readonly onSort?: (sort: string) => void
  readonly isSelected?: (row: T) => boolean
  /** Enter on a row: without it the first link of the row is followed. */
  readonly onOpen?: (row: T) => void
  readonly rowClass?: (row: T) => string | undefined
  /** Of one row in pixels: 32, two lines 48. */
  readonly rowHeight?: number
}

const VIRTUAL_FROM = 200
const hide = (column: { readonly from?: number }): string => (column.from === undefined ? '' : `from-${column.from}`)

function Head<T>({ columns, sortedBy, sortedDown = false, onSort }: Props<T>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorted = column.sort !== undefined && column.sort === sortedBy
          const sort = column.sort
          return (
            <th
              key={column.key}
              scope="col"
              className={`${column.num === true ? 'num ' : ''}${hide(column)}`}
              {...(sorted ? { 'aria-sort': sortedDown ? 'descending' : 'ascending' } : {})}
            >
              {sort === undefined || onSort === undefined ? (
                column.head
              ) : (
                <button type="button" className="plain" onClick={() => onSort(sort)}>
                  {column.head}
                  {sorted && <Icon name={sortedDown ? 'down' : 'up'} />}
                </button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Row<T>({ row, index, props }: { readonly row: T; readonly index: number; readonly props: Props<T> }) {
  const { columns, isSelected, rowClass, rowKey } = props
  return (
    <tr
      tabIndex={-1}
      data-row={index}
      data-key={rowKey(row)}
      className={rowClass?.(row)}
      aria-selected={isSelected === undefined ? undefined : isSelected(row)}
    >
      {columns.map((column) => (
        <td key={column.key} className={`${column.num === true ? 'num ' : ''}${hide(column)}`} title={column.title?.(row)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden="true" className="gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )

/** Only the rows near the window are in the document; the two gaps stand for the others. */
function VirtualRows<T>({
  props,
  body,
}: {
  readonly props: Props<T>
  readonly body: { readonly current: HTMLTableSectionElement | null }
}) {
  const { rows, columns, rowKey, rowHeight = 32 } = props
  const scroller = () => body.current?.closest<HTMLElement>('[data-scroller], main') ?? null
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: () => rowHeight,
    overscan: 20,
    scrollMargin: marginOf(body.current, scroller()),
  })
  const shown = virtual.getVirtualItems()
  const before = (shown[0]?.start ?? 0) - virtual.options.scrollMargin
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? 0) - virtual.options.scrollMargin)
  return (
    <>
      <Gap height={before} columns={columns.length} />
      {shown.map((item) => {
        const row = rows[item.index]
        return row === undefined ? null : <Row key={rowKey(row)} row={row} index={item.index} props={props} />
      })}
      <Gap height={after} columns={columns.length} />
    </>
  )
}

function marginOf(body: HTMLElement | null, scroller: HTMLElement | null): number {
  if (body === null || scroller === null) return 0
  return body.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
}

/** Keys inside a row: Enter opens, `c` copies its name. `j`, `k` and the arrows that bring the focus here are the shell's. */
function onRowKey<T>(event: KeyboardEvent<HTMLTableSectionElement>, props: Props<T>): void {
  const element = event.target as HTMLElement
  if (element.tagName !== 'TR') return
  const row = props.rows[Number(element.dataset['row'])]
  if (event.key === 'c' && !event.ctrlKey && !event.metaKey) element.querySelector<HTMLElement>('.cp')?.click()
  if (event.key !== 'Enter' || row === undefined) return
  if (props.onOpen !== undefined) props.onOpen(row)
  else element.querySelector<HTMLElement>('a[href]')?.click()
}

/** The list of look.md: no box, no zebra, sticky head, numbers right. Virtual from 200 rows. */
export function Table<T>(props: Props<T>) {
  const { columns, rows, rowKey, label } = props
  const body = useRef<HTMLTableSectionElement>(null)
  return (
    <table data-hw-rows aria-label={label} aria-rowcount={rows.length + 1} className={props.rowHeight === 48 ? 'two-line' : undefined}>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} className={hide(column)} style={column.width === undefined ? undefined : { width: column.width }} />
        ))}
      </colgroup>
      <Head {...props} />
      <tbody ref={body} onKeyDown={(event) => onRowKey(event, props)}>
        {rows.length >= VIRTUAL_FROM ? (
          <VirtualRows props={props} body={body} />
        ) : (
          rows.map((row, i) => <Row key={rowKey(row)} row={row} index={i} props={props} />)
        )}
      </tbody>
    </table>
  )
}

/** Below a keyset list: how much is shown of how much, and the button that reads on. */
export function MoreRows({
  shown,
  total,
  totalAtLeast,
  noun,
  hasMore,
  busy,
  onMore,
}: {
  readonly shown: number
  readonly total: number | null
  readonly totalAtLeast: number | null
  readonly noun: string
  readonly hasMore: boolean
  readonly busy: boolean
  readonly onMore: () => void
}) {
  const all = total === null ? `more than ${(totalAtLeast ?? shown).toLocaleString('en-US')}` : total.toLocaleString('en-US')
  if (!hasMore) return null
  return (
    <div className="row more">
      <button type="button" className="btn sm" onClick={onMore} disabled={busy} aria-busy={busy || undefined}>
        Show more
      </button>
      <span className="s12 t3">
        {shown.toLocaleString('en-US')} of {all} {noun}
      </span>
    </div>
  )
}
