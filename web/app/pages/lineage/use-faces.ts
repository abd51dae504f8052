import { useEffect, useState } from 'react'
import { facesReady, loadFaces } from '../../graph/names.ts'

/** True once names can be measured. */
export const useFaces = (): boolean => {
  const [ready, setReady] = useState(facesReady)
  useEffect(() => {
    if (!ready) void loadFaces().then(() => setReady(true))
  }, [ready])
  return ready
}
