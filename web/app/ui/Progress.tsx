import { formatDuration, formatNumber } from './Time.tsx'

/** The 4 px bar. Without a total it says only that work goes on. */
export function ProgressBar({ done, total, label }: { readonly done: number; readonly total: number; readonly label: string }) {
  const percent = total <= 0 ? 0 : Math.min(100, (done / total) * 100)
  return (
    <div className="prog" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(percent)}>
      <i style={{ width: `${percent}%` }} />
    </div>
  )
}

type Props = {
  readonly phase: string
  readonly done: number
  readonly total: number
  /** A second. */ readonly rate?: number
  readonly unit?: string
}

/** Phase, done of all, rate, time left. */
export function Progress({ phase, done, total, rate = 0, unit = 'events' }: Props) {
  const left = rate > 0 && total > done ? ((total - done) / rate) * 1000 : null
  return (
    <div className="progress">
      <div className="row s12 between">
        <b className="med">{phase}</b>
        <span className="t3">
          {formatNumber(done)} of {formatNumber(total)}
        </span>
      </div>
      <ProgressBar done={done} total={total} label={phase} />
      <div className="row s12 t3 between">
        <span>{rate > 0 ? `${formatNumber(Math.round(rate))} ${unit}/s` : ''}</span>
        <span>{left === null ? '' : `about ${formatDuration(Math.max(1000, Math.round(left / 1000) * 1000))} left`}</span>
      </div>
    </div>
  )
}
