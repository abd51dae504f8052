import { Outlet, useLocation } from '@tanstack/react-router'
import { Toasts } from '../ui/Toast.tsx'
import { Shell } from './Shell.tsx'

const OUTSIDE = ['/signin', '/invite']

/** Sign-in and invite stand alone; all else is inside the shell and wants a session. */
export function RootPage() {
  const { pathname } = useLocation()
  return (
    <>
      {OUTSIDE.includes(pathname) ? (
        <Outlet />
      ) : (
        <Shell>
          <Outlet />
        </Shell>
      )}
      <Toasts />
    </>
  )
}
