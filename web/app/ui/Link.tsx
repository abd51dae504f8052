/** Links inside the program. They are real addresses: middle click, copy and the back button work. */
import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: string }

/** `to` comes from paths.ts. */
export function Link({ to, onClick, children, ...rest }: Props) {
  const go = useGo()
  const preload = usePreload()
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0 || rest.target === '_blank'
    if (event.defaultPrevented || elsewhere) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} onClick={click} onPointerEnter={() => preload(to)} {...rest}>
      {children}
    </a>
  )
}

/** Reads the code of a page before it is asked for. Its data is asked when it opens. */
function usePreload(): (to: string) => void {
  const router = useRouter()
  return (to) => {
    const [, , found] = router.getMatchedRoutes(to.split('?')[0] ?? to)
    // It only saves time: when it fails, opening the page says so.
    if (found !== undefined) router.loadRouteChunk(found)?.catch(() => {})
  }
}

/** Goes to an address of paths.ts. `replace` leaves no trace in the history. */
export function useGo(): (to: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter()
  return (to, options = {}) => (options.replace === true ? router.history.replace(to) : router.history.push(to))
}
