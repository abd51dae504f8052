import type { ReactNode } from 'react'
import { Mark } from '../../ui/Icon.tsx'
import { River } from './River.tsx'
import './open-page.css'

/** The frame of the pages outside the shell: a form left, the river right. */
export function OpenPage({ children }: { readonly children: ReactNode }) {
  return (
    <div className="open-page">
      <main className="open-left">
        <div className="logo">
          <Mark size={22} />
          Headwater
        </div>
        <div className="bx">{children}</div>
        <p className="s11 t3">Headwater sends nothing anywhere.</p>
      </main>
      <River />
    </div>
  )
}
