import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/RelativeTime';
import type { Run } from '@/features/runs/api/types';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import { runDuration, runSource, runUser } from '@/features/runs/runFacts';
import { formatMetric } from '@/lib/format';
import { userTags } from '@/lib/tags';

export type ColumnKind = 'attribute' | 'metric' | 'param' | 'tag';

/** A column of the runs table. `id` is the field's name in the search grammar, where it has one. */
export interface RunColumn {
  id: string;
  kind: ColumnKind;
  label: string;
  width: number;
  numeric: boolean;
  sortable: boolean;
  shownByDefault: boolean;
  cell: (run: Run) => ReactNode;
}

const attribute = (
  name: string,
  label: string,
  width: number,
  cell: (run: Run) => ReactNode,
  options: { numeric?: boolean; sortable?: boolean } = {},
): RunColumn => ({
  id: `attributes.${name}`,
  kind: 'attribute',
  label,
  width,
  numeric: options.numeric ?? false,
  sortable: options.sortable ?? true,
  shownByDefault: true,
  cell,
});

const attributeColumns: RunColumn[] = [
  attribute('status', 'Status', 108, (run) => <RunStatusPill status={run.info.status} />),
  attribute('start_time', 'Started', 112, (run) => <RelativeTime millis={run.info.start_time} />),
  attribute('duration', 'Duration', 108, runDuration, { numeric: true, sortable: false }),
  attribute('user_id', 'User', 96, (run) => runUser(run) ?? '–'),
  attribute('source', 'Source', 136, (run) => runSource(run) ?? '–', { sortable: false }),
];

function keyColumn(kind: 'metric' | 'param' | 'tag', key: string): RunColumn {
  return {
    id: `${kind}s.${key}`,
    kind,
    label: key,
    width: Math.min(220, Math.max(104, key.length * 7.5 + 36)),
    numeric: kind === 'metric',
    sortable: true,
    shownByDefault: kind !== 'tag',
    cell: (run) => {
      if (kind === 'metric') {
        const metric = run.data.metrics?.find((item) => item.key === key);
        return metric === undefined ? '' : formatMetric(metric.value);
      }
      return run.data[`${kind}s`]?.find((item) => item.key === key)?.value ?? '';
    },
  };
}

/** The columns that the loaded runs have: attributes, then metrics, params and tags by name. */
export function columnsOf(runs: readonly Run[]): RunColumn[] {
  const keys = { metric: new Set<string>(), param: new Set<string>(), tag: new Set<string>() };
  for (const { data } of runs) {
    data.metrics?.forEach((metric) => keys.metric.add(metric.key));
    data.params?.forEach((param) => keys.param.add(param.key));
    userTags(data.tags).forEach((tag) => keys.tag.add(tag.key));
  }
  const columns = (kind: 'metric' | 'param' | 'tag') =>
    [...keys[kind]].sort((a, b) => a.localeCompare(b)).map((key) => keyColumn(kind, key));
  return [...attributeColumns, ...columns('metric'), ...columns('param'), ...columns('tag')];
}

/** What differs from the default of which columns are shown. */
export interface ColumnChoice {
  hide?: string[];
  show?: string[];
}

export function isShown(column: RunColumn, choice: ColumnChoice): boolean {
  return column.shownByDefault
    ? !(choice.hide?.includes(column.id) ?? false)
    : (choice.show?.includes(column.id) ?? false);
}

/** The choice after showing or hiding some columns; empty lists are left out of the URL. */
export function withShown(choice: ColumnChoice, columns: readonly RunColumn[], shown: boolean): ColumnChoice {
  const hide = new Set(choice.hide);
  const show = new Set(choice.show);
  for (const column of columns) {
    if (column.shownByDefault) {
      if (shown) hide.delete(column.id);
      else hide.add(column.id);
    } else if (shown) show.add(column.id);
    else show.delete(column.id);
  }
  return { hide: hide.size > 0 ? [...hide] : undefined, show: show.size > 0 ? [...show] : undefined };
}
