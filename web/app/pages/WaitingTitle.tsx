import { ApiProblem } from '../api/client.ts'

type Answer = { readonly data: unknown; readonly error: unknown }

/** The page's heading while there is no answer to take it from, for those who hear the page. What is not found has its own. */
export function WaitingTitle({ answer, title }: { readonly answer: Answer; readonly title: string }) {
  const missing = answer.error instanceof ApiProblem && answer.error.status === 404
  return answer.data === undefined && !missing ? <h1 className="sr">{title}</h1> : null
}
