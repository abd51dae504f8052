import { useEffect, useState } from 'react'
import type { RuleBody, RulePreview } from '../../../../src/contract/rules.ts'
import { api } from '../../api/client.ts'

export type Previewed = { readonly data: RulePreview | null; readonly error: unknown; readonly busy: boolean }
const WAIT = 350
const nothing: Previewed = { data: null, error: null, busy: false }

/** What these rules would do; null: they are not whole yet. Asked a moment after the last change. */
export function usePreview(bodies: readonly RuleBody[] | null): Previewed {
  const text = bodies === null ? null : JSON.stringify({ bodies })
  const [answer, setAnswer] = useState<Previewed>(nothing)
  useEffect(() => {
    if (text === null) {
      setAnswer(nothing)
      return
    }
    setAnswer((now) => ({ ...now, busy: true }))
    const controller = new AbortController()
    const timer = setTimeout(() => {
      api
        .post<RulePreview>('/api/v2/rules/preview', JSON.parse(text), { signal: controller.signal })
        .then((data) => setAnswer({ data, error: null, busy: false }))
        .catch((error: unknown) => {
          if (!controller.signal.aborted) setAnswer({ data: null, error, busy: false })
        })
    }, WAIT)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text])
  return answer
}

/** Nothing that was said so far speaks against making the rules. */
export const canMake = ({ data, error }: Previewed): boolean => error === null && (data === null || data.fault === null)
