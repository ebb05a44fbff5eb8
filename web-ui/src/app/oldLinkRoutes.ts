import { createRoute, redirect } from '@tanstack/react-router';
import type { ExperimentSearch } from '@/app/experimentSearch';
import {
  compareVersionsTarget,
  loggedModelFileOfOldLink,
  metricLinkTarget,
  parseMetricLink,
} from '@/app/oldLinks';
import { rootRoute } from '@/app/rootRoute';
import { runTabOfOldLink } from '@/features/runs/runSearch';
import { readStrings, type RawSearch } from '@/lib/searchParams';

// MLflow: a run without its experiment.
const runByIdRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$runId',
}).lazy(() => import('@/app/routes/RunByIdPage').then((module) => module.Route));

// MLflow: the tabs of a logged model are paths.
const loggedModelTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/models/$modelId/$tab/$',
  beforeLoad: ({ params }) => {
    const { experimentId, modelId, tab, _splat: rest } = params;
    throw redirect({
      to: '/experiments/$experimentId/models/$modelId',
      params: { experimentId, modelId },
      search: { file: loggedModelFileOfOldLink(tab, rest) },
      replace: true,
    });
  },
});

// MLflow: /compare-experiments/s?experiments=["1","2"].
const compareExperimentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare-experiments/$',
  validateSearch: (raw: RawSearch) => ({ experiments: [...new Set(readStrings(raw, 'experiments'))] }),
  beforeLoad: ({ search }) => {
    const [experimentId, ...others] = search.experiments;
    if (experimentId === undefined) throw redirect({ to: '/experiments', replace: true });
    if (others.length > 0) return;
    throw redirect({ to: '/experiments/$experimentId', params: { experimentId }, replace: true });
  },
}).lazy(() => import('@/app/routes/SeveralExperimentsPage').then((module) => module.Route));

// MLflow: /compare-model-versions?name="m"&runs={"<run>":"<version>"}.
const compareVersionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare-model-versions',
  validateSearch: (raw: RawSearch) => raw,
  beforeLoad: ({ search }) => {
    throw redirect({ ...compareVersionsTarget(search), replace: true });
  },
});

// MLflow: the tabs of a model (/models/m/serving) are paths.
const modelTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$modelName/$tab/$',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/models/$modelName',
      params: { modelName: params.modelName },
      replace: true,
    });
  },
});

// MLflow: a run's tabs are paths (/model-metrics, /artifacts/<path>).
const runTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/runs/$runId/$tab/$',
  beforeLoad: ({ params }) => {
    const { experimentId, runId, tab, _splat: rest } = params;
    throw redirect({
      to: '/experiments/$experimentId/runs/$runId',
      params: { experimentId, runId },
      search: runTabOfOldLink(tab, rest),
      replace: true,
    });
  },
});

// MLflow: runs that evaluate are runs.
const evaluationRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/evaluation-runs/$runId/$',
  beforeLoad: ({ params: { experimentId, runId } }) => {
    throw redirect({
      to: '/experiments/$experimentId/runs/$runId',
      params: { experimentId, runId },
      replace: true,
    });
  },
});

// MLflow: /metric/<key>?runs=[…]&experiments=[…] and /metric?…&metric="<key>"; a key may have slashes.
const metricRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metric/$',
  validateSearch: parseMetricLink,
  beforeLoad: ({ params, search }) => {
    throw redirect({ ...metricLinkTarget(search, params._splat), replace: true });
  },
});

// MLflow: an experiment's tabs are paths (/experiments/1/runs, /models, /traces), those of runs with the table's query.
const experimentTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/$tab/$',
  beforeLoad: ({ params: { experimentId, tab }, location }) => {
    if (!TABS_OF_RUNS.includes(tab)) return;
    throw redirect({
      to: '/experiments/$experimentId',
      params: { experimentId },
      // Read by the page it leads to.
      search: location.search as ExperimentSearch,
      replace: true,
    });
  },
}).lazy(() => import('@/app/routes/NoSuchTabPage').then((module) => module.Route));

/** What MLflow calls the page of an experiment's runs, from long ago until now. */
const TABS_OF_RUNS = ['runs', 's', 'evaluation-runs', 'overview', 'compare-runs'];

/** Paths of MLflow's that are none of ours: each leads to the page of the same thing. */
export const oldLinkRoutes = [
  runByIdRoute,
  loggedModelTabRoute,
  compareExperimentsRoute,
  compareVersionsRoute,
  modelTabRoute,
  runTabRoute,
  evaluationRunRoute,
  metricRoute,
  experimentTabRoute,
] as const;
