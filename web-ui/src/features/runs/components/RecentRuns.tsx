import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useRecentRuns } from '@/features/runs/api/recentRuns';
import type { RunStatus } from '@/features/runs/api/types';
import { durationOf, nameOf } from '@/features/runs/runFacts';

interface RecentRunsProps {
  title: string;
  none: string;
  status: RunStatus;
  /** Where to look, and what the experiments are called. */
  experiments: ReadonlyMap<string, string>;
}

export function RecentRuns({ title, none, status, experiments }: RecentRunsProps) {
  const { data, error, refetch } = useRecentRuns([...experiments.keys()], status);
  return (
    <Section title={title}>
      {error !== null ? (
        <ErrorState error={error} doing="load the runs" onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="runs" />
      ) : data.length === 0 ? (
        <p className="muted">{none}</p>
      ) : (
        <DataTable
          label={title}
          rows={data}
          rowKey={(run) => run.run_id}
          columns={[
            {
              header: 'Run',
              cell: (run) => (
                <Link
                  to="/experiments/$experimentId/runs/$runId"
                  params={{ experimentId: run.experiment_id, runId: run.run_id }}
                >
                  {nameOf(run)}
                </Link>
              ),
            },
            {
              header: 'Experiment',
              cell: (run) => (
                <Link to="/experiments/$experimentId" params={{ experimentId: run.experiment_id }}>
                  {experiments.get(run.experiment_id) ?? run.experiment_id}
                </Link>
              ),
            },
            { header: 'Started', cell: (run) => <RelativeTime millis={run.start_time} /> },
            { header: 'Duration', numeric: true, cell: durationOf },
          ]}
        />
      )}
    </Section>
  );
}
