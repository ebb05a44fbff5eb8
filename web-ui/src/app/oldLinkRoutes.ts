import { createRoute, redirect } from '@tanstack/react-router';
import { metricLinkTarget, parseMetricLink } from '@/app/oldLinks';
import { rootRoute } from '@/app/rootRoute';
import { runTabOfOldLink } from '@/features/runs/runSearch';
import { readString, readStrings, type RawSearch } from '@/lib/searchParams';

// MLflow: a logged model has a page below its experiment; here it is a place in the lineage.
const loggedModelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$experimentId/models/$modelId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/lineage', search: { node: `model:${params.modelId}` }, replace: true });
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

// MLflow: /compare-model-versions?name="m"&runs={…}.
const compareVersionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare-model-versions',
  validateSearch: (raw: RawSearch) => ({ name: readString(raw, 'name') }),
  beforeLoad: ({ search }) => {
    if (search.name === undefined) throw redirect({ to: '/models', replace: true });
    throw redirect({ to: '/models/$modelName', params: { modelName: search.name }, replace: true });
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

// MLflow: /metric/<key>?runs=[…]&experiments=[…] and /metric?…&metric="<key>".
const metricRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metric/{-$metricKey}',
  validateSearch: parseMetricLink,
  beforeLoad: ({ params, search }) => {
    throw redirect({ ...metricLinkTarget(search, params.metricKey), replace: true });
  },
});

/** Paths of MLflow's that are none of ours: each leads to the page of the same thing. */
export const oldLinkRoutes = [
  loggedModelRoute,
  compareExperimentsRoute,
  compareVersionsRoute,
  runTabRoute,
  metricRoute,
] as const;
