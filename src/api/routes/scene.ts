import { Scene, SceneQuery } from '../../contract/scene.ts'
import { decodeText } from '../../lib/text.ts'
import { found } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'
import { needsTime } from './lineage.ts'

/** A reload of the explorer is one question, whatever was opened in it. */
export const sceneRoutes: readonly Route[] = [
  defineRoute({
    method: 'POST',
    path: '/api/v2/lineage/scene',
    access: 'viewer',
    summary: 'A lineage with all that was opened in it: further sides, columns and the paths of pinned columns, as one graph',
    body: SceneQuery,
    response: Scene,
    handler: async ({ body }, context) => {
      needsTime('asOf', body.asOf, 'body')
      return found(await context.catalog.scene(named(body)), `such ${body.type}`)
    },
  }),
]

/** Names come as addresses carry them (src/lib/text.ts): JSON has no half surrogate pairs here, and what the explorer asks for comes out of its address. */
const named = (ask: SceneQuery): SceneQuery => ({
  ...ask,
  namespace: decodeText(ask.namespace),
  name: decodeText(ask.name),
  pins: ask.pins.map((pin) => ({ namespace: decodeText(pin.namespace), name: decodeText(pin.name), field: decodeText(pin.field) })),
})
