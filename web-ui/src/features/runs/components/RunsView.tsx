import { Button } from '@mantine/core';
import IconArrowsDiff from '@tabler/icons-react/dist/esm/icons/IconArrowsDiff.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { PythonSnippet } from '@/components/PythonSnippet';
import { useRuns } from '@/features/runs/api/searchRuns';
import { ColumnPicker } from '@/features/runs/components/ColumnPicker';
import { FilterBox } from '@/features/runs/components/FilterBox';
import { RunsTable } from '@/features/runs/components/RunsTable';
import classes from '@/features/runs/components/RunsView.module.css';
import { columnsOf, isShown } from '@/features/runs/runColumns';
import { DEFAULT_SORT, toOrderBy, type RunsSearch } from '@/features/runs/runsSearch';
import { plural } from '@/lib/format';
import { ApiError } from '@/lib/http';

interface RunsViewProps {
  experimentId: string;
  experimentName: string;
  search: RunsSearch;
  onSearch: (change: Partial<RunsSearch>) => void;
}

const NONE: string[] = [];

/** Filter, columns, selection and the table of an experiment's runs. */
export function RunsView({ experimentId, experimentName, search, onSearch }: RunsViewProps) {
  const navigate = useNavigate();
  const sort = search.sort ?? DEFAULT_SORT;
  const filter = search.filter ?? '';
  const query = useRuns({ experimentId, filter, orderBy: [toOrderBy(sort)] });
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = query;

  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs ?? []) ?? [], [data]);
  const columns = useMemo(() => columnsOf(runs), [runs]);
  const { hide, show } = search;
  const shown = useMemo(
    () => columns.filter((column) => isShown(column, { hide, show })),
    [columns, hide, show],
  );
  const selectedIds = search.selected ?? NONE;
  const selected = useMemo(() => new Set(selectedIds), [selectedIds]);
  const filterError =
    filter !== '' && error instanceof ApiError && error.status === 400 ? error.message : undefined;

  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <div className={classes.toolbar}>
        <FilterBox
          filter={filter}
          error={filterError}
          onApply={(text) => onSearch({ filter: text === '' ? undefined : text })}
        />
        <ColumnPicker columns={columns} choice={search} onChange={onSearch} />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={isFetching && !isFetchingNextPage}
          onClick={() => void refetch()}
        >
          Refresh
        </Button>
        <Button
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
          disabled={selected.size < 2}
          title={selected.size < 2 ? 'Select two runs or more to compare them' : undefined}
          onClick={() =>
            void navigate({ to: '/compare-runs', search: { runs: selectedIds, experiments: [experimentId] } })
          }
        >
          {selected.size < 2 ? 'Compare' : `Compare ${selected.size}`}
        </Button>
      </div>
      {error !== null && filterError === undefined ? (
        <ErrorState error={error} doing="load the runs" onRetry={() => void refetch()} />
      ) : data === undefined && filterError === undefined ? (
        <Loading what="runs" lines={8} />
      ) : runs.length === 0 ? (
        <NoRuns
          filter={filterError !== undefined ? 'bad' : filter === '' ? 'none' : 'good'}
          experimentName={experimentName}
        />
      ) : (
        <>
          <RunsTable
            runs={runs}
            columns={shown}
            sort={sort}
            onSort={(next) => onSearch({ sort: next === DEFAULT_SORT ? undefined : next })}
            selected={selected}
            onSelect={(ids) => onSearch({ selected: ids.length > 0 ? ids : undefined })}
            onEnd={onEnd}
          />
          <p className={classes.count} aria-live="polite">
            {plural(runs.length, 'run')}
            {hasNextPage ? ' loaded, more follow as you scroll' : ''}
            {selected.size > 0 ? ` · ${selected.size} selected` : ''}
          </p>
        </>
      )}
    </>
  );
}

interface NoRunsProps {
  filter: 'none' | 'good' | 'bad';
  experimentName: string;
}

function NoRuns({ filter, experimentName }: NoRunsProps) {
  if (filter !== 'none') {
    return (
      <EmptyState title={filter === 'bad' ? 'This filter cannot be read' : 'No run matches this filter'}>
        <p>
          Fields are <code>metrics.</code>, <code>params.</code>, <code>tags.</code> and{' '}
          <code>attributes.</code>, joined by <code>AND</code>; text stands in quotes.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="This experiment has no runs yet">
      <p>Log the first one from Python:</p>
      <PythonSnippet experimentName={experimentName} />
    </EmptyState>
  );
}
