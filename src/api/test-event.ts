import type { TestEventResult } from '../contract/sources.ts'
import { testEvent } from '../control/test-event.ts'
import type { ApiContext } from './context.ts'
import { publicUrlOf } from './public-url.ts'

export const eventsEndpoint = 'api/v1/lineage'
const timeoutMs = 5_000

/**
 * Sends a test event over HTTP to the address that producers are told, with a token of the source that lives for a minute. When that
 * address does not answer, to the one that the server listens on, and says so.
 */
export async function sendTestEvent(context: ApiContext, sourceId: number): Promise<TestEventResult> {
  const { token } = await context.control.makeTestToken({ id: sourceId })
  await context.refreshGate()
  const { publicUrl } = await publicUrlOf(context)
  const body = JSON.stringify(testEvent({ now: Date.now(), version: context.version, publicUrl }))
  const told = await post(`${publicUrl}/${eventsEndpoint}`, token, body)
  const own = listeningUrl(context)
  if (told.status !== null || own === publicUrl) return told
  const direct = await post(`${own}/${eventsEndpoint}`, token, body)
  return {
    ...direct,
    ok: false,
    answer: `${told.url} cannot be reached from here (${told.answer}). ${direct.ok ? `${own} works: check the public URL.` : direct.answer}`,
  }
}

function listeningUrl(context: ApiContext): string {
  const { host, port } = context.listening()
  const name = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

async function post(url: string, token: string, body: string): Promise<TestEventResult> {
  const started = performance.now()
  const took = (): number => Math.round((performance.now() - started) * 10) / 10
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'headwater-test-event' }
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    const answer = (await response.text()).slice(0, 2_000)
    return {
      ok: response.status === 201,
      url,
      status: response.status,
      answer: answerText(response, answer),
      position: positionIn(answer),
      tookMs: took(),
    }
  } catch (error) {
    return { ok: false, url, status: null, answer: reasonOf(error as Error), position: null, tookMs: took() }
  }
}

function answerText(response: Response, text: string): string {
  if (response.status >= 300 && response.status < 400)
    return `Redirected to ${response.headers.get('location') ?? 'another address'}. Producers lose events at a redirect: set the public URL to the address behind it.`
  return text
}

function positionIn(text: string): number | null {
  try {
    const { position } = JSON.parse(text) as { position?: unknown }
    return typeof position === 'number' ? position : null
  } catch {
    return null
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'no way to that machine',
  ENETUNREACH: 'no way to that network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted here',
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`
  const code = (error.cause as { code?: string } | undefined)?.code ?? ''
  return reasons[code] ?? (code === '' ? 'the request failed' : code)
}
