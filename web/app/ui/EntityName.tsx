import { memo, useLayoutEffect, useRef, useState } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { Link } from './Link.tsx'
import { fitName, lastPartAt, parts, visible } from '../../../src/graph/name-cut.ts'
import type { Part } from '../../../src/graph/name-cut.ts'
import { platformOf } from '../../../src/graph/platform.ts'

/** The tile of a platform, two or three letters. */
export function PlatformTile({
  namespace = '',
  integration,
}: {
  readonly namespace?: string
  readonly integration?: string | null | undefined
}) {
  const platform = platformOf(namespace, integration)
  return platform === null ? null : (
    <span className="plat" title={platform.name}>
      {platform.tile}
    </span>
  )
}

const watched = new WeakMap<Element, () => void>()
let observer: ResizeObserver | undefined
/** One observer for all names on the page. */
function watchWidth(element: Element, changed: () => void): () => void {
  observer ??= new ResizeObserver((entries) => {
    for (const entry of entries) watched.get(entry.target)?.()
  })
  watched.set(element, changed)
  observer.observe(element)
  return () => {
    watched.delete(element)
    observer?.unobserve(element)
  }
}

const canvas = document.createElement('canvas').getContext('2d')
function measureFor(element: Element): (part: Part) => number {
  const { fontSize, fontFamily, letterSpacing } = getComputedStyle(element)
  const title = element.closest('h1') !== null
  return (part) => {
    if (canvas === null) return 0
    canvas.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing
    canvas.font = `${part.strong ? (title ? 600 : 500) : 400} ${fontSize} ${fontFamily}`
    return canvas.measureText(part.text).width
  }
}

/** The name as text, cut in the middle when it does not fit; the whole of it is the title and what a screen reader says. */
function CutName({ name, title }: { readonly name: string; readonly title: string }) {
  const shown = visible(name)
  const box = useRef<HTMLSpanElement>(null)
  const [cut, setCut] = useState<{ readonly of: string; readonly parts: readonly Part[] } | null>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const fit = () => {
      const found = fitName(shown, element.clientWidth + 0.5, measureFor(element))
      setCut((now) => (found.length > 2 || now !== null ? { of: shown, parts: found } : now))
    }
    fit()
    void document.fonts.ready.then(fit)
    return watchWidth(element, fit)
  }, [shown])
  const all = parts(shown, 0, shown.length, lastPartAt(shown))
  const list = cut?.of === shown ? cut.parts : all
  const isCut = list.some((part) => part.text === '…') && list.length !== all.length
  return (
    <bdi className="nm" ref={box} data-full={shown} title={title}>
      {isCut && <span className="sr">{shown}</span>}
      <span className="tx" aria-hidden={isCut || undefined}>
        {list.map((part, i) => (
          <span key={i} className={part.strong ? 'l' : 'q'}>
            {part.text}
          </span>
        ))}
      </span>
    </bdi>
  )
}

type Props = {
  readonly namespace: string
  readonly name: string
  readonly integration?: string | null | undefined
  /** An address of paths.ts. */
  readonly to?: string | undefined
  /** A button that copies the name, shown on hover of the row. */
  readonly copy?: boolean
  /** The platform's tile; leave it out in the middle of prose. */
  readonly tile?: boolean
  /** Show less than the name, such as a child without its parent's prefix. Title and copy still have all of it. */
  readonly short?: string | undefined
}

/** `<platform> qualifier.last [copy]`: the eye lands on the last part. Cut in the middle, never at the end. */
export const EntityName = memo(function EntityName({ namespace, name, integration, to, copy = false, tile = true, short }: Props) {
  const text = <CutName name={short ?? name} title={`${name}\n${namespace}`} />
  return (
    <span className="name">
      {tile && <PlatformTile namespace={namespace} integration={integration} />}
      {to === undefined ? (
        text
      ) : (
        <Link to={to} className="nl">
          {text}
        </Link>
      )}
      {copy && <CopyButton value={name} label={name} className="cp" />}
    </span>
  )
})
