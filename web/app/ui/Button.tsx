import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import type { IconName } from './Icon.tsx'
import { Link } from './Link.tsx'

type Look = {
  /** One primary a page; `danger` is tinted and lives in a dialog. */
  readonly kind?: 'primary' | 'default' | 'quiet' | 'danger'
  readonly small?: boolean
  readonly icon?: IconName | undefined
  readonly children?: ReactNode
}
const KINDS = { primary: ' pri', default: '', quiet: ' quiet', danger: ' danger' } as const
const look = ({ kind = 'default', small = false, icon, children }: Look): string =>
  `btn${KINDS[kind]}${small ? ' sm' : ''}${icon !== undefined && children === undefined ? ' ico' : ''}`

type ButtonProps = Look &
  ButtonHTMLAttributes<HTMLButtonElement> & {
    /** Work goes on: the button waits, and stays where it is. */
    readonly busy?: boolean
  }

/** Verb and object: `Sync metadata`. An icon alone needs `aria-label`. */
export function Button({ kind, small, icon, children, busy = false, className, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={`${look({ kind: kind ?? 'default', small: small ?? false, icon, children })}${className === undefined ? '' : ` ${className}`}`}
    >
      {icon !== undefined && <Icon name={busy ? 'RUNNING' : icon} className={busy ? 'spin' : undefined} />}
      {children}
    </button>
  )
}

/** A link that looks like a button: `to` is an address of paths.ts. */
export function ButtonLink({
  to,
  kind,
  small,
  icon,
  children,
  'aria-label': label,
}: Look & { readonly to: string; readonly 'aria-label'?: string }) {
  return (
    <Link to={to} className={look({ kind: kind ?? 'default', small: small ?? false, icon, children })} aria-label={label}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  )
}
