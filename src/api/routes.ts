import type { Settings } from '../settings/settings.ts'
import type { Route } from './route.ts'
import { peopleRoutes } from './routes/people.ts'
import { rejectionRoutes } from './routes/rejections.ts'
import { serverRoutes } from './routes/server.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'
import { sourceRoutes } from './routes/sources.ts'
import { syncRoutes } from './routes/syncs.ts'
import { transferRoutes } from './routes/transfer.ts'

/** Every route of the program but those that take events in. */
export function allRoutes(settings: Pick<Settings, 'openMetrics'>): readonly Route[] {
  const routes = [...sessionRoutes, ...peopleRoutes, ...sourceRoutes, ...rejectionRoutes, ...syncRoutes, ...serverRoutes, ...transferRoutes]
  return [...routes, ...serviceRoutes(settings, routes)]
}
