import { layoutSteps } from '../../../src/graph/layout.ts'
import type { LayoutInput, LayoutResult } from '../../../src/graph/layout/types.ts'

/** To the worker: place this. A later request makes earlier ones void. */
export interface LayoutRequest {
  readonly id: number
  readonly input: LayoutInput
}
/** From the worker. `tookMs` is the time spent in it. */
export type LayoutReply =
  | { readonly id: number; readonly result: LayoutResult; readonly tookMs: number }
  | { readonly id: number; readonly error: string }

let latest = 0

/** Lets messages that wait in, so that a newer request can stop this one. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

const run = async ({ id, input }: LayoutRequest): Promise<void> => {
  const start = performance.now()
  const steps = layoutSteps(input)
  let slice = start
  while (id === latest) {
    const step = steps.next()
    if (step.done) return reply({ id, result: step.value, tookMs: performance.now() - start })
    if (performance.now() - slice < 12) continue
    await breathe()
    slice = performance.now()
  }
}

const reply = (message: LayoutReply): void => self.postMessage(message)

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  const request = event.data
  latest = request.id
  run(request).catch((error: unknown) => reply({ id: request.id, error: error instanceof Error ? error.message : String(error) }))
})
