import type { Settings } from '../settings/settings.ts'
import type { Route } from './route.ts'
import { peopleRoutes } from './routes/people.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'

/** Every route of the program but those that take events in. */
export function allRoutes(settings: Pick<Settings, 'openMetrics'>): readonly Route[] {
  const routes = [...sessionRoutes, ...peopleRoutes]
  return [...routes, ...serviceRoutes(settings, routes)]
}
