import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

const SAFE = ['http:', 'https:', 'mailto:']

/** The address if it is one that may be opened (http, https, mailto), else null: events carry what anybody wrote into them. */
export function safeUrl(href: string | null | undefined): string | null {
  if (href === null || href === undefined) return null
  try {
    return SAFE.includes(new URL(href).protocol) ? href : null
  } catch {
    return null
  }
}

/** A link that leaves Headwater; plain text where the address is not safe to open. */
export function SafeLink({
  href,
  children,
  icon = false,
  className,
}: {
  readonly href: string | null | undefined
  readonly children?: ReactNode
  readonly icon?: boolean
  readonly className?: string
}) {
  const safe = safeUrl(href)
  if (safe === null) return <span className={className}>{children ?? href}</span>
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow" className={className}>
      {children ?? href}
      {icon && <Icon name="ext" />}
    </a>
  )
}
