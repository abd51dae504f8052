import { Home } from '../../contract/catalog.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

export const homeRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/home',
    access: 'viewer',
    summary: 'What Home shows: the checklist, traffic, failing and running jobs, changes',
    response: Home,
    handler: async (_, context) => {
      const [catalog, activity, log, lagMs] = await Promise.all([
        context.catalog.home({}),
        context.control.activity({}),
        context.log.stats(),
        context.sync.lagMs(),
      ])
      const { checklist, ...rest } = catalog
      const { eventsPerMinute, perTenMinutes, refusedToday } = activity
      return {
        ...rest,
        checklist: {
          source: instant(activity.firstSourceAt),
          firstEvent: instant(activity.firstEventAt) ?? checklist.firstEvent,
          firstLineage: instant(activity.firstLineageAt) ?? checklist.firstLineage,
          firstColumnLineage: instant(activity.firstColumnLineageAt) ?? checklist.firstColumnLineage,
        },
        events: log.events,
        logBytes: log.bytes,
        eventsPerMinute,
        lagMs,
        refusedToday,
        perTenMinutes,
      }
    },
  }),
]
