import type { Settings } from '../settings/settings.ts'
import type { Route } from './route.ts'
import { datasetRoutes } from './routes/datasets.ts'
import { embedRoutes } from './routes/embeds.ts'
import { eventRoutes } from './routes/events.ts'
import { facetRoutes } from './routes/facets.ts'
import { fieldRoutes } from './routes/fields.ts'
import { historyRoutes } from './routes/history.ts'
import { homeRoutes } from './routes/home.ts'
import { impactRoutes } from './routes/impact.ts'
import { jobRoutes } from './routes/jobs.ts'
import { changesRoutes } from './routes/changes.ts'
import { lineageRoutes } from './routes/lineage.ts'
import { peopleRoutes } from './routes/people.ts'
import { pictureRoutes } from './routes/picture.ts'
import { rejectionRoutes } from './routes/rejections.ts'
import { ruleRoutes } from './routes/rules.ts'
import { runRoutes } from './routes/runs.ts'
import { sceneRoutes } from './routes/scene.ts'
import { searchRoutes } from './routes/search.ts'
import { serverRoutes } from './routes/server.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'
import { sourceRoutes } from './routes/sources.ts'
import { suggestionRoutes } from './routes/suggestions.ts'
import { syncRoutes } from './routes/syncs.ts'
import { transferRoutes } from './routes/transfer.ts'
import { warningRoutes } from './routes/warnings.ts'

/** Every route of the program but those that take events in. */
export function allRoutes(settings: Pick<Settings, 'openMetrics'>): readonly Route[] {
  const catalog = [
    ...jobRoutes,
    ...runRoutes,
    ...datasetRoutes,
    ...fieldRoutes,
    ...facetRoutes,
    ...historyRoutes,
    ...eventRoutes,
    ...lineageRoutes,
    ...pictureRoutes,
    ...changesRoutes,
    ...sceneRoutes,
    ...impactRoutes,
    ...searchRoutes,
    ...homeRoutes,
    ...warningRoutes,
  ]
  const routes = [
    ...catalog,
    ...sessionRoutes,
    ...peopleRoutes,
    ...sourceRoutes,
    ...rejectionRoutes,
    ...syncRoutes,
    ...ruleRoutes,
    ...suggestionRoutes,
    ...serverRoutes,
    ...transferRoutes,
    ...embedRoutes,
  ]
  return [...routes, ...serviceRoutes(settings, routes)]
}
