import type { QueryClient } from '@tanstack/react-query';
import {
  createHashHistory,
  createRoute,
  createRouter,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router';
import { parseExperimentSearch } from '@/app/experimentSearch';
import { oldLinkRoutes } from '@/app/oldLinkRoutes';
import { fromOldRunsSearch, isOldChartLink, isOldRunsLink } from '@/app/oldLinks';
import { rootRoute } from '@/app/rootRoute';
import { PageFailed } from '@/app/shell/pages';
import { parseChartSearch, parsePlotSearch, type PlotSearch } from '@/features/charts/chartSearch';
import { parseLineageSearch } from '@/features/lineage/lineageSearch';
import { parseModelSearch } from '@/features/models/modelSearch';
import { parseCompareSearch, type CompareSearch } from '@/features/runs/compareSearch';
import { parseRunSearch } from '@/features/runs/runSearch';
import { parseWebhookSearch } from '@/features/webhooks/webhookSearch';
import { readString, type RawSearch } from '@/lib/searchParams';

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/' }).lazy(() =>
  import('@/app/routes/HomePage').then((module) => module.Route),
);

interface ListSearch {
  q?: string;
}

function parseListSearch(raw: RawSearch): ListSearch {
  return { q: readString(raw, 'q') };
}

/** The file that is shown: by its path in the store, or by its place among the files of the model. */
interface FileSearch {
  path?: string;
  file?: string;
}

function parseFileSearch(raw: RawSearch): FileSearch {
  return { path: readString(raw, 'path'), file: readString(raw, 'file') };
}

const experimentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments',
  validateSearch: parseListSearch,
}).lazy(() => import('@/app/routes/ExperimentsPage').then((module) => module.Route));

const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId',
  validateSearch: parseExperimentSearch,
  beforeLoad: ({ params, location }) => {
    const raw: RawSearch = location.search;
    if (!isOldRunsLink(raw)) return;
    // Names that stayed in the address would bring back a filter that somebody clears.
    throw redirect({
      to: isOldChartLink(raw) ? '/experiments/$experimentId/charts' : '/experiments/$experimentId',
      params,
      search: parseExperimentSearch(fromOldRunsSearch(raw)),
      replace: true,
    });
  },
}).lazy(() => import('@/app/routes/RunsPage').then((module) => module.Route));

const chartsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/charts',
  validateSearch: parseExperimentSearch,
  loaderDeps: ({ search: { filter, selected, view } }) => ({ filter, selected, view }),
  // Not waited for: what the page asks for first is on its way while the page itself is fetched.
  // Only once somebody goes there: it may be a thousand whole runs.
  preloadStaleTime: 0,
  loader: ({ cause, context, params, deps }) => {
    if (cause === 'preload') return;
    import('@/app/routes/chartsAhead').then(
      ({ readAhead }) => readAhead(context.queries, params.experimentId, deps),
      () => undefined,
    );
  },
}).lazy(() => import('@/app/routes/ChartsPage').then((module) => module.Route));

const loggedModelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/models',
}).lazy(() => import('@/app/routes/LoggedModelsPage').then((module) => module.Route));

const loggedModelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/models/$modelId',
  validateSearch: parseFileSearch,
}).lazy(() => import('@/app/routes/LoggedModelPage').then((module) => module.Route));

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/runs/$runId',
  validateSearch: (raw: RawSearch) => ({ ...parseRunSearch(raw), ...parseChartSearch(raw) }),
}).lazy(() => import('@/app/routes/RunPage').then((module) => module.Route));

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare-runs',
  validateSearch: (raw: RawSearch): CompareSearch & PlotSearch => ({
    ...parsePlotSearch(raw),
    ...parseCompareSearch(raw),
  }),
}).lazy(() => import('@/app/routes/ComparePage').then((module) => module.Route));

const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  validateSearch: parseListSearch,
}).lazy(() => import('@/app/routes/ModelsPage').then((module) => module.Route));

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$modelName',
  validateSearch: parseModelSearch,
}).lazy(() => import('@/app/routes/ModelPage').then((module) => module.Route));

const modelVersionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$modelName/versions/$version',
  validateSearch: parseFileSearch,
}).lazy(() => import('@/app/routes/ModelVersionPage').then((module) => module.Route));

const endpointsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/endpoints',
}).lazy(() => import('@/app/routes/EndpointsPage').then((module) => module.Route));

const endpointRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/endpoints/$endpointName',
}).lazy(() => import('@/app/routes/EndpointPage').then((module) => module.Route));

const schedulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/schedules',
}).lazy(() => import('@/app/routes/SchedulesPage').then((module) => module.Route));

const scheduleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/schedules/$scheduleName',
}).lazy(() => import('@/app/routes/SchedulePage').then((module) => module.Route));

const webhooksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks',
}).lazy(() => import('@/app/routes/WebhooksPage').then((module) => module.Route));

const newWebhookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks/new',
}).lazy(() => import('@/app/routes/NewWebhookPage').then((module) => module.Route));

const webhookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks/$webhookId',
  validateSearch: parseWebhookSearch,
}).lazy(() => import('@/app/routes/WebhookPage').then((module) => module.Route));

const editWebhookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/webhooks/$webhookId/edit',
}).lazy(() => import('@/app/routes/EditWebhookPage').then((module) => module.Route));

const storageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/storage',
}).lazy(() => import('@/app/routes/StoragePage').then((module) => module.Route));

const datasetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data/$digest',
}).lazy(() => import('@/app/routes/DatasetPage').then((module) => module.Route));

const lineageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lineage',
  validateSearch: parseLineageSearch,
}).lazy(() => import('@/app/routes/LineagePage').then((module) => module.Route));

const routeTree = rootRoute.addChildren([
  homeRoute,
  experimentsRoute,
  runsRoute,
  chartsRoute,
  loggedModelsRoute,
  loggedModelRoute,
  runRoute,
  compareRoute,
  modelsRoute,
  modelRoute,
  modelVersionRoute,
  endpointsRoute,
  endpointRoute,
  schedulesRoute,
  scheduleRoute,
  webhooksRoute,
  newWebhookRoute,
  webhookRoute,
  editWebhookRoute,
  storageRoute,
  datasetRoute,
  lineageRoute,
  ...oldLinkRoutes,
]);

/** The paths are MLflow's, behind a hash as MLflow has them, so that links its clients print open here. */
export function createAppRouter(queries: QueryClient, history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
