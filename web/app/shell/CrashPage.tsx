import { Button } from '../ui/Button.tsx'
import { Note } from '../ui/PageHead.tsx'
import { Icon } from '../ui/Icon.tsx'

/** A page broke while it was drawn. The rest of the program still works. */
export function CrashPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <div className="page">
      <Note state="FAIL" icon={<Icon name="FAIL" />}>
        <b>This page could not be shown.</b> {error instanceof Error ? error.message : String(error)}
        <div className="row">
          <Button small onClick={reset}>
            Try again
          </Button>
          <Button small kind="quiet" onClick={() => location.reload()}>
            Load the program again
          </Button>
        </div>
      </Note>
    </div>
  )
}
