import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { plural } from '../../ui/Time.tsx'
import { useWarnings } from '../warnings/WarningGroups.tsx'
import { warningWords } from '../warnings/words.ts'

/** `3 kinds of warnings from 2 sources`; nothing while there is nothing to warn of. */
export function WarningLine() {
  const groups = useWarnings().data?.items ?? []
  if (groups.length === 0) return null
  return (
    <p className="s12 t2 warnline">
      <Icon name="warn" /> <Link to={paths.warnings()}>{warningWords(groups, plural)}</Link>
    </p>
  )
}
