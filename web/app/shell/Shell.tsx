import { useLocation } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { toast } from '../ui/Toast.tsx'
import { ErrorRegion, Loading } from '../ui/Regions.tsx'
import { useKeys } from './keys.ts'
import { KeysDialog } from './KeysDialog.tsx'
import { BottomBar, Nav } from './Nav.tsx'
import { useRemember } from './recent.ts'
import { useSession } from './session.ts'
import { TopBar } from './TopBar.tsx'

const loadPalette = () => import('../pages/search/SearchPalette.tsx')
const SearchPalette = lazy(async () => ({
  default: await loadPalette().then(
    (module) => module.SearchPalette,
    () => NoPalette,
  ),
}))
function NoPalette({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    toast('Search could not be loaded. Headwater cannot be reached; load the page again.', { icon: 'FAIL' })
    onClose()
  }, [onClose])
  return null
}

/** Read before it is asked for, so that what is typed right after Ctrl K is not lost. */
const PALETTE_AFTER = 1_000

type Open = 'search' | 'keys' | null

function Page({ children }: { readonly children: ReactNode }) {
  const session = useSession()
  if (session.data !== undefined) return <Suspense fallback={<Waiting />}>{children}</Suspense>
  if (session.error !== null) {
    return (
      <div className="page">
        <ErrorRegion error={session.error} retry={() => void session.refetch()} />
      </div>
    )
  }
  return <Waiting />
}

const Waiting = () => (
  <div className="page">
    <Loading />
  </div>
)

/** Navigation, top bar, the page. The explorer has the narrow navigation. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation()
  const [open, setOpen] = useState<Open>(null)
  const search = () => setOpen('search')
  useRemember()
  useKeys({ search, help: () => setOpen('keys') })
  useEffect(() => setOpen(null), [pathname])
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => {}), PALETTE_AFTER)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={pathname === '/lineage' ? 'app rail' : 'app'}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Nav pathname={pathname} onSearch={search} />
      <TopBar onSearch={search} />
      <main id="main" tabIndex={-1} data-scroll-restoration-id="main">
        <Page>{children}</Page>
      </main>
      <BottomBar pathname={pathname} />
      {open === 'search' && (
        <Suspense fallback={null}>
          <SearchPalette onClose={() => setOpen(null)} />
        </Suspense>
      )}
      {open === 'keys' && <KeysDialog onClose={() => setOpen(null)} />}
    </div>
  )
}
