/** Many springs, one river: fixed curves, for the side of the sign-in page. */
const W = 820
const H = 900
type Point = readonly [number, number]
const JOINTS: readonly Point[] = [
  [250, 181],
  [250, 436],
  [250, 691],
  [520, 310],
  [520, 590],
  [760, 450],
]
const joint = (i: number): Point => JOINTS[i] ?? [0, 0]

function curve(from: Point, to: Point): string {
  const half = (to[0] - from[0]) * 0.55
  return `M${from[0]} ${from[1]}C${from[0] + half} ${from[1]} ${to[0] - half} ${to[1]} ${to[0]} ${to[1]}`
}

function springs(): readonly { readonly at: Point; readonly to: Point }[] {
  let seed = 17
  const next = () => {
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
  }
  return Array.from({ length: 24 }, (_, i) => ({
    at: [30 + next() * 40, ([80, 335, 590][i % 3] ?? 80) + Math.floor(i / 3) * 29],
    to: joint(i % 3),
  }))
}

const STREAMS: readonly (readonly [number, number, number, string, string?])[] = [
  [0, 3, 2, 'var(--water-lit)'],
  [1, 3, 2, 'var(--water-lit)'],
  [1, 4, 1.4, 'var(--edge)'],
  [2, 4, 2, 'var(--water-lit)', '6 5'],
  [3, 5, 3, 'var(--water-lit)'],
  [4, 5, 2.4, 'var(--water-lit)'],
]

const Card = ({ at, lit }: { readonly at: Point; readonly lit: boolean }) => (
  <>
    <rect
      x={at[0] - 26}
      y={at[1] - 13}
      width="52"
      height="26"
      rx="5"
      fill="var(--node)"
      stroke={lit ? 'var(--water-lit)' : 'var(--node-line)'}
    />
    <path d={`M${at[0] - 16} ${at[1] - 3}h20M${at[0] - 16} ${at[1] + 4}h30`} stroke="var(--edge)" strokeWidth="2" strokeLinecap="round" />
  </>
)

export function River() {
  return (
    <div className="open-right" aria-hidden="true">
      <svg viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="xMidYMid slice" fill="none">
        {springs().map(({ at, to }) => (
          <g key={`${at[0]}:${at[1]}`}>
            <path d={curve(at, to)} stroke="var(--edge-dim)" strokeWidth="1.1" />
            <rect x={at[0] - 13} y={at[1] - 4.5} width="13" height="9" rx="2" fill="var(--node)" stroke="var(--node-line)" />
          </g>
        ))}
        {STREAMS.map(([from, to, width, stroke, dash]) => (
          <path key={`${from}-${to}`} d={curve(joint(from), joint(to))} stroke={stroke} strokeWidth={width} strokeDasharray={dash} />
        ))}
        <path d={curve(joint(5), [W + 200, 450])} stroke="var(--water-lit)" strokeWidth="4.5" />
        {JOINTS.slice(0, 5).map((at, i) => (
          <Card key={i} at={at} lit={i === 3} />
        ))}
        <circle cx={joint(5)[0]} cy={joint(5)[1]} r="9" fill="var(--surface)" stroke="var(--water-lit)" strokeWidth="3.5" />
      </svg>
    </div>
  )
}
