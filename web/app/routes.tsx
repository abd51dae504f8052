/** All pages. Each is loaded when it is first opened; search parameters are read and typed here (search.ts). */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { parseSearch, search, stringifySearch } from './search.ts'
import { CodeMissing } from './shell/CodeMissing.tsx'
import { CrashPage } from './shell/CrashPage.tsx'
import { NoSuchPage } from './shell/NoSuchPage.tsx'
import { RootPage } from './shell/RootPage.tsx'

/** Each page by its name in its own file; the type is spelt out so that a page may ask for the search of its own route. */
const lazy = (load: () => Promise<() => ReactNode>): RouteComponent =>
  lazyRouteComponent(async () => ({ default: await load().catch(() => CodeMissing) }))

const root = createRootRoute({ component: RootPage, notFoundComponent: NoSuchPage, errorComponent: CrashPage })
const at = { getParentRoute: () => root }

const home = createRoute({ ...at, path: '/', component: lazy(() => import('./pages/home/HomePage.tsx').then((m) => m.HomePage)) })
const jobs = createRoute({
  ...at,
  path: '/jobs',
  validateSearch: search.jobs,
  component: lazy(() => import('./pages/jobs/JobsPage.tsx').then((m) => m.JobsPage)),
})
const job = createRoute({
  ...at,
  path: '/job',
  validateSearch: search.job,
  component: lazy(() => import('./pages/job/JobPage.tsx').then((m) => m.JobPage)),
})
const run = createRoute({
  ...at,
  path: '/run',
  validateSearch: search.run,
  component: lazy(() => import('./pages/run/RunPage.tsx').then((m) => m.RunPage)),
})
const datasets = createRoute({
  ...at,
  path: '/datasets',
  validateSearch: search.datasets,
  component: lazy(() => import('./pages/datasets/DatasetsPage.tsx').then((m) => m.DatasetsPage)),
})
const dataset = createRoute({
  ...at,
  path: '/dataset',
  validateSearch: search.dataset,
  component: lazy(() => import('./pages/dataset/DatasetPage.tsx').then((m) => m.DatasetPage)),
})
const events = createRoute({
  ...at,
  path: '/events',
  validateSearch: search.events,
  component: lazy(() => import('./pages/events/EventsPage.tsx').then((m) => m.EventsPage)),
})
const event = createRoute({
  ...at,
  path: '/events/$position',
  validateSearch: search.event,
  component: lazy(() => import('./pages/event/EventPage.tsx').then((m) => m.EventPage)),
})
const lineage = createRoute({
  ...at,
  path: '/lineage',
  validateSearch: search.lineage,
  component: lazy(() => import('./pages/lineage/LineagePage.tsx').then((m) => m.LineagePage)),
})
const found = createRoute({
  ...at,
  path: '/search',
  validateSearch: search.search,
  component: lazy(() => import('./pages/search/SearchPage.tsx').then((m) => m.SearchPage)),
})
const sources = createRoute({
  ...at,
  path: '/settings/data',
  component: lazy(() => import('./pages/sources/SourcesPage.tsx').then((m) => m.SourcesPage)),
})
const addSource = createRoute({
  ...at,
  path: '/settings/data/add',
  component: lazy(() => import('./pages/sources/AddSourcePage.tsx').then((m) => m.AddSourcePage)),
})
const refused = createRoute({
  ...at,
  path: '/settings/data/refused',
  validateSearch: search.refused,
  component: lazy(() => import('./pages/sources/RefusedPage.tsx').then((m) => m.RefusedPage)),
})
const warnings = createRoute({
  ...at,
  path: '/settings/data/warnings',
  validateSearch: search.warnings,
  component: lazy(() => import('./pages/warnings/WarningsPage.tsx').then((m) => m.WarningsPage)),
})
const source = createRoute({
  ...at,
  path: '/settings/data/$id',
  validateSearch: search.source,
  component: lazy(() => import('./pages/sources/SourcePage.tsx').then((m) => m.SourcePage)),
})
const people = createRoute({
  ...at,
  path: '/settings/people',
  component: lazy(() => import('./pages/people/PeoplePage.tsx').then((m) => m.PeoplePage)),
})
const tokens = createRoute({
  ...at,
  path: '/settings/tokens',
  component: lazy(() => import('./pages/tokens/TokensPage.tsx').then((m) => m.TokensPage)),
})
const embeds = createRoute({
  ...at,
  path: '/settings/links',
  component: lazy(() => import('./pages/embeds/EmbedsPage.tsx').then((m) => m.EmbedsPage)),
})
const identity = createRoute({
  ...at,
  path: '/settings/identity',
  component: lazy(() => import('./pages/rules/RulesPage.tsx').then((m) => m.RulesPage)),
})
const facets = createRoute({
  ...at,
  path: '/settings/facets',
  validateSearch: search.facets,
  component: lazy(() => import('./pages/facets/FacetsPage.tsx').then((m) => m.FacetsPage)),
})
const server = createRoute({
  ...at,
  path: '/settings/server',
  component: lazy(() => import('./pages/server/ServerPage.tsx').then((m) => m.ServerPage)),
})
const account = createRoute({
  ...at,
  path: '/settings/account',
  component: lazy(() => import('./pages/account/AccountPage.tsx').then((m) => m.AccountPage)),
})
const signin = createRoute({
  ...at,
  path: '/signin',
  validateSearch: search.signin,
  component: lazy(() => import('./pages/signin/SignInPage.tsx').then((m) => m.SignInPage)),
})
const invite = createRoute({
  ...at,
  path: '/invite',
  validateSearch: search.invite,
  component: lazy(() => import('./pages/invite/InvitePage.tsx').then((m) => m.InvitePage)),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    jobs,
    job,
    run,
    datasets,
    dataset,
    events,
    event,
    lineage,
    found,
    sources,
    addSource,
    refused,
    warnings,
    source,
    people,
    identity,
    facets,
    tokens,
    embeds,
    server,
    account,
    signin,
    invite,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  scrollRestoration: true,
  scrollToTopSelectors: ['main'],
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
