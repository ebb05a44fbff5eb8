import { SYSTEM_PREFIX, type ChartRun } from '@/features/charts/chartRun';
import { fieldIds, varying } from '@/features/charts/plots/fields';
import type { Plot, PlotKind } from '@/features/charts/plots/plot';

const MOST_AXES = 7;

/** Parameters that differ, then the metric. */
function defaultAxes(runs: readonly ChartRun[], metric: string | undefined): string[] {
  const params = varying(fieldIds(runs).params, runs).map(({ id }) => id);
  return [...params.slice(0, MOST_AXES - 1), ...(metric === undefined ? [] : [metric])];
}

interface Choice {
  metric?: string;
  otherMetric?: string;
  numbers: string[];
  params: string[];
}

/** What most of the runs have is looked at first. */
function choose(runs: readonly ChartRun[]): Choice {
  const counts = new Map<string, number>();
  for (const run of runs) {
    for (const { key } of run.metrics) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [metric, otherMetric] = [...counts]
    .filter(([key]) => !key.startsWith(SYSTEM_PREFIX))
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .map(([key]) => `metrics.${key}`);
  const params = varying(fieldIds(runs).params, runs);
  return {
    metric,
    otherMetric,
    numbers: params.filter(({ numeric }) => numeric).map(({ id }) => id),
    params: params.map(({ id }) => id),
  };
}

function made(kind: PlotKind, runs: readonly ChartRun[], choice: Choice): Plot {
  const { metric, otherMetric, numbers, params } = choice;
  switch (kind) {
    case 'parallel':
      return { kind, axes: defaultAxes(runs, metric) };
    case 'contour':
      return { kind, x: numbers[0] ?? metric, y: numbers[1] ?? otherMetric, z: metric };
    case 'scatter':
      return { kind, x: numbers[0] ?? otherMetric, y: metric };
    case 'box':
      return { kind, x: params[0], y: metric };
    default:
      return { kind, y: metric };
  }
}

export function newPlot(kind: PlotKind, runs: readonly ChartRun[]): Plot {
  return made(kind, runs, choose(runs));
}

/** Those that the runs have enough for. */
export function startingPlots(runs: readonly ChartRun[]): Plot[] {
  const choice = choose(runs);
  if (choice.metric === undefined) return [];
  const kinds: PlotKind[] = ['bar'];
  if (choice.params.length > 0) kinds.unshift('parallel', 'importance', 'scatter', 'box');
  if (choice.numbers.length > 1) kinds.push('contour');
  return kinds.map((kind) => made(kind, runs, choice));
}
