import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, type ReactNode } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { useCatalogue } from '@/features/runs/api/listColumns';
import { findAllRuns } from '@/features/runs/api/searchRuns';
import { BaselineMenu } from '@/features/runs/components/BaselineMenu';
import { ColumnPicker } from '@/features/runs/components/ColumnPicker';
import { ExportMenu } from '@/features/runs/components/ExportMenu';
import { FilterBox } from '@/features/runs/components/FilterBox';
import { RunsGrid } from '@/features/runs/components/RunsGrid';
import classes from '@/features/runs/components/RunsView.module.css';
import { SelectionBar } from '@/features/runs/components/SelectionBar';
import { ViewOptions } from '@/features/runs/components/ViewOptions';
import { useBaseline } from '@/features/runs/hooks/useBaseline';
import { useLines } from '@/features/runs/hooks/useLines';
import { useRunEdits } from '@/features/runs/hooks/useRunEdits';
import { useSelection } from '@/features/runs/hooks/useSelection';
import { arrange, columnsOf } from '@/features/runs/runColumns';
import { DEFAULT_SORT, type RunsSearch } from '@/features/runs/runsSearch';
import { withSort } from '@/features/runs/sorting';
import { plural } from '@/lib/format';
import { NOTE_TAG } from '@/lib/tags';

const NoRuns = lazy(() => import('@/features/runs/components/NoRuns'));

interface RunsViewProps {
  experimentId: string;
  experimentName: string;
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
  /** Beside the filter: the saved views. */
  views?: ReactNode;
  /** Runs that came since the list was loaded, and whether they may be put into it unasked. */
  live: { newRuns: number; showNew: () => void; onAtTop: (top: boolean) => void };
}

const isDefault = (sort: readonly string[]) => sort.length === 1 && sort[0] === DEFAULT_SORT[0];

/** Filter, columns, selection and the table of an experiment's runs. */
export function RunsView(props: RunsViewProps) {
  const { experimentId, experimentName, search, onSearch, live } = props;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const sort = search.sort ?? DEFAULT_SORT;
  const catalogue = useCatalogue(experimentId);
  const columns = useMemo(() => columnsOf(catalogue.columns), [catalogue.columns]);
  const { hide, show, order, pin, diff } = search;
  const { pinned, scrolled } = useMemo(
    () => arrange(columns, { hide, show, order, pin, diff }, catalogue.runs),
    [columns, hide, show, order, pin, diff, catalogue.runs],
  );
  const shown = useMemo(() => [...pinned, ...scrolled], [pinned, scrolled]);
  const view = useLines(experimentId, search, shown);
  const { lines, runs, query, active, count, toggle, onEnd } = view;
  const { error, data } = active;
  const baselineId = useBaseline(search.base);
  const edits = useRunEdits();
  const { ids: selected, ...selection } = useSelection(
    search.selected,
    useCallback((ids: string[] | undefined) => onSearch({ selected: ids }), [onSearch]),
  );

  const fault = search.filter === undefined ? undefined : view.fault;
  const invalid = fault !== undefined;
  const onSort = useCallback(
    (id: string, add: boolean) => {
      const next = withSort(sort, id, add);
      onSearch({ sort: isDefault(next) ? undefined : next });
    },
    [sort, onSearch],
  );
  const { tag, rename } = edits;
  const onSave = useCallback<React.ComponentProps<typeof RunsGrid>['onSave']>(
    (run, column, value) => {
      const { run_id, run_name = '' } = run;
      if (column === undefined) {
        if (value.trim() !== '') void rename(run_id, run_name, value.trim());
        return;
      }
      const key = column.kind === 'tag' ? column.key : NOTE_TAG;
      const text = value === '' ? undefined : value;
      void tag(
        [{ run_id, key, value: text }],
        text === undefined ? `${column.label} removed.` : `${column.label} set.`,
      );
    },
    [rename, tag],
  );

  return (
    <>
      <div className={classes.toolbar}>
        <FilterBox
          experimentId={experimentId}
          filter={search.filter ?? ''}
          error={fault?.message}
          catalogue={catalogue.columns}
          loading={catalogue.loading}
          onApply={(text) => onSearch({ filter: text === '' ? undefined : text })}
        />
        {props.views}
        <ViewOptions columns={columns} search={search} onSearch={onSearch} />
        <BaselineMenu search={search} onSearch={onSearch} baselineId={baselineId} selected={selected} />
        <ColumnPicker columns={columns} loading={catalogue.loading} search={search} onSearch={onSearch} />
        <ExportMenu query={query} columns={shown} count={count} />
      </div>
      {selected.size > 0 && (
        <SelectionBar
          selected={selected}
          count={view.grouped ? undefined : view.visibleCount}
          deleted={search.stage === 'deleted'}
          edits={edits}
          onSelectMatching={async () =>
            selection.set((await findAllRuns(view.visible)).map((run) => run.run_id))
          }
          onClear={() => selection.set([])}
          onHide={() => {
            onSearch({ out: [...(search.out ?? []), ...selected] });
            selection.set([]);
          }}
          onCompare={() =>
            void navigate({
              to: '/compare-runs',
              search: { runs: [...selected], experiments: [experimentId], colour: search.colour },
            })
          }
        />
      )}
      {error !== null && !invalid ? (
        <ErrorState error={error} doing="load the runs" onRetry={() => void active.refetch()} />
      ) : data === undefined && !invalid ? (
        <Loading what="runs" lines={8} />
      ) : lines.length === 0 || invalid ? (
        <Suspense fallback={null}>
          <NoRuns search={search} invalid={invalid} experimentName={experimentName} onSearch={onSearch} />
        </Suspense>
      ) : (
        <RunsGrid
          lines={lines}
          rowCount={view.grouped ? lines.length : Math.max(lines.length, view.visibleCount ?? 0)}
          pinned={pinned}
          scrolled={scrolled}
          summed={view.summed}
          search={search}
          onSearch={onSearch}
          sort={sort}
          onSort={onSort}
          baselineId={baselineId ?? undefined}
          selected={selected}
          onSelect={selection.toggle}
          onSelectAll={(all) =>
            selection.set(all ? lines.flatMap((line) => (line.kind === 'run' ? [line.run.run_id] : [])) : [])
          }
          onToggle={toggle}
          onMore={view.onMore}
          onOpen={(run) =>
            void navigate({
              to: '/experiments/$experimentId/runs/$runId',
              params: { experimentId: run.experiment_id, runId: run.run_id },
            })
          }
          onSave={onSave}
          onMove={(verb, ids) => void edits.move(verb, ids)}
          onEnd={onEnd}
          onAtTop={live.onAtTop}
        />
      )}
      <div className={classes.foot}>
        <span aria-live="polite">
          {count === undefined ? '' : plural(count, 'run')}
          {view.grouped && ` in ${plural(lines.filter((line) => line.kind === 'group').length, 'group')}`}
          {view.grouped && view.complete === false && ', the largest ones'}
          {!view.grouped &&
            view.complete === false &&
            `, ${runs.length.toLocaleString('en-US')} loaded: more follow as you scroll`}
          {search.out !== undefined && ` · ${search.out.length} hidden`}
        </span>
        <span>
          {plural(shown.length, 'column')}
          {catalogue.loading ? ', more are coming' : ''}
        </span>
        {live.newRuns > 0 && (
          <Button size="compact-xs" variant="light" onClick={live.showNew}>
            {plural(live.newRuns, 'new run')}: show
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={active.isRefetching}
          onClick={() => void queries.invalidateQueries({ queryKey: ['runs'] })}
        >
          Refresh
        </Button>
      </div>
    </>
  );
}
