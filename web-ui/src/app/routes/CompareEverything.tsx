import { useQueries } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import classes from '@/app/routes/CompareEverything.module.css';
import { recordSections } from '@/app/routes/recordSections';
import { ErrorState } from '@/components/ErrorState';
import { runRecordQueryOptions } from '@/features/run-record/api/getRunRecord';
import { useMetricEnds } from '@/features/runs/api/metricEnds';
import type { Run } from '@/features/runs/api/types';
import { compareRuns, lastValues, type MetricValues } from '@/features/runs/compareRows';
import type { CompareSearch } from '@/features/runs/compareSearch';
import { CompareTable } from '@/features/runs/components/CompareTable';
import { CompareTools } from '@/features/runs/components/CompareTools';
import { FlippedTable } from '@/features/runs/components/FlippedTable';
import { useDifferenceKeys } from '@/features/runs/hooks/useDifferenceKeys';

interface CompareEverythingProps {
  runs: Run[];
  search: CompareSearch;
  onSearch: (change: Partial<CompareSearch>) => void;
  onRemove: (runId: string) => void;
}

/** All that the runs have, in one table: parameters, metrics, data, code and environment. */
export function CompareEverything({ runs, search, onSearch, onRemove }: CompareEverythingProps) {
  const { diff = false, flip = false, value } = search;
  const holder = useRef<HTMLDivElement>(null);
  const step = useDifferenceKeys(holder);
  const ends = useMetricEnds(runs, value !== undefined);
  // Joined as the table is: a run whose record could not be read has empty cells.
  const records = useQueries({
    queries: runs.map((run) => runRecordQueryOptions(run.info.run_id)),
    combine: (results) => results.map((result) => result.data),
  });
  const sections = useMemo(() => {
    const values: MetricValues =
      value === undefined
        ? lastValues
        : (run) =>
            new Map([...(ends.data?.get(run.info.run_id) ?? [])].map(([key, both]) => [key, both[value]]));
    return [...compareRuns(runs, values), ...recordSections(records)];
  }, [runs, value, ends.data, records]);
  const own = [...new Set(runs.map(({ info }) => info.experiment_id))];
  return (
    <>
      <CompareTools
        experimentIds={search.experiments ?? own}
        search={search}
        onSearch={onSearch}
        onStep={step}
      />
      {ends.error !== null && (
        <ErrorState error={ends.error} doing="read the metrics" onRetry={() => void ends.refetch()} />
      )}
      <div ref={holder} className={classes.table}>
        {flip ? (
          <FlippedTable runs={runs} sections={sections} onlyDiffering={diff} />
        ) : (
          <CompareTable runs={runs} sections={sections} onlyDiffering={diff} onRemove={onRemove} />
        )}
      </div>
    </>
  );
}
