import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import type { ScoringJob } from '@/features/schedules/api/types';
import { JobStatePill } from '@/features/schedules/components/JobStatePill';
import { formatDuration } from '@/lib/format';

export function JobsTable({ jobs }: { jobs: ScoringJob[] }) {
  return (
    <DataTable
      label="Jobs"
      rows={jobs}
      rowKey={(job) => job.job_id}
      columns={[
        { header: 'State', cell: ({ state }) => <JobStatePill state={state} /> },
        { header: 'For', cell: ({ scheduled_at: at }) => <RelativeTime millis={at} /> },
        { header: 'Version', cell: ({ version }) => (version === undefined ? '–' : `v${version}`) },
        { header: 'Rows', numeric: true, cell: ({ rows }) => rows?.toLocaleString('en-US') ?? '–' },
        {
          header: 'Rejected',
          numeric: true,
          cell: ({ rejected }) => rejected?.toLocaleString('en-US') ?? '–',
        },
        {
          header: 'Took',
          numeric: true,
          cell: ({ started_at: started, ended_at: ended }) =>
            started === undefined || ended === undefined ? '–' : formatDuration(ended - started),
        },
        {
          header: 'Output',
          cell: ({ output, reason }) => (
            <>
              <div className="mono">{output}</div>
              {reason !== undefined && <div className="muted">{reason}</div>}
            </>
          ),
        },
        {
          header: 'Lineage',
          cell: ({ run_id: runId }) =>
            runId === undefined ? (
              '–'
            ) : (
              <Link to="/lineage" search={{ node: `run:${runId}` }}>
                Show
              </Link>
            ),
        },
      ]}
    />
  );
}
