type Props = {
  readonly values: readonly number[]
  /** What it shows, for those who cannot see it. */
  readonly label: string
  readonly width?: number
  readonly height?: number
  readonly bars?: boolean
  /** A token of tokens.css. */
  readonly color?: string
}

/** An amount over time: a filled line, or bars. The colour is water, because it is what flows. */
export function Sparkline({ values, label, width = 128, height = 24, bars = false, color = '--water-lit' }: Props) {
  const most = Math.max(1, ...values)
  const fill = `var(${color})`
  if (bars) {
    const step = width / Math.max(1, values.length)
    return (
      <svg className="spark" width={width} height={height} role="img" aria-label={label}>
        {values.map((value, i) => {
          const tall = Math.max(value > 0 ? 1 : 0, (value / most) * height)
          return <rect key={i} x={i * step} y={height - tall} width={Math.max(1, step - 1)} height={tall} fill={fill} opacity=".75" />
        })}
        <path d={`M0 ${height + 0.5}H${width}`} stroke="var(--line)" />
      </svg>
    )
  }
  const points = values
    .map(
      (value, i) =>
        `${((i * width) / Math.max(1, values.length - 1)).toFixed(1)} ${(height - 1 - (value / most) * (height - 3)).toFixed(1)}`,
    )
    .join('L')
  return (
    <svg className="spark" width={width} height={height} role="img" aria-label={label}>
      {values.length > 1 && (
        <>
          <path d={`M${points}L${width} ${height}L0 ${height}Z`} fill={fill} opacity=".12" />
          <path d={`M${points}`} fill="none" stroke={fill} strokeWidth="1.3" strokeLinejoin="round" />
        </>
      )}
    </svg>
  )
}
