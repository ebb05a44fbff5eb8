import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useRunFamily } from '@/features/runs/api/runFamily';
import type { Run, RunInfo } from '@/features/runs/api/types';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import { durationOf, nameOf } from '@/features/runs/runFacts';
import { tagValue } from '@/lib/tags';

/** The run it belongs to and those that belong to it; nothing for a run by itself. */
export function RunFamily({ run }: { run: Run }) {
  const parentId = tagValue(run.data.tags, 'mlflow.parentRunId');
  const { data, error, refetch } = useRunFamily(run.info, parentId);
  if (data === undefined) {
    return error === null ? null : (
      <ErrorState error={error} doing="load the nested runs" onRetry={() => void refetch()} />
    );
  }
  if (parentId === undefined && data.children.length === 0) return null;
  return (
    <Section title="Nested runs" count={data.children.length}>
      {parentId !== undefined && (
        <p>
          Part of{' '}
          {data.parent === undefined ? (
            <span className="mono">{parentId}</span>
          ) : (
            <RunLink run={data.parent} />
          )}
        </p>
      )}
      {data.children.length > 0 && (
        <DataTable
          label="Nested runs"
          rows={data.children}
          rowKey={(child) => child.run_id}
          columns={[
            { header: 'Name', cell: (child) => <RunLink run={child} /> },
            { header: 'Status', cell: (child) => <RunStatusPill status={child.status} /> },
            { header: 'Started', cell: (child) => <RelativeTime millis={child.start_time} /> },
            { header: 'Duration', numeric: true, cell: durationOf },
          ]}
        />
      )}
      {data.cut && <p className="muted">The first {data.children.length}.</p>}
    </Section>
  );
}

function RunLink({ run }: { run: RunInfo }) {
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: run.experiment_id, runId: run.run_id }}
    >
      {nameOf(run)}
    </Link>
  );
}
