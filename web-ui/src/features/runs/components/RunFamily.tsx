import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useRunFamily } from '@/features/runs/api/runFamily';
import type { Run } from '@/features/runs/api/types';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import { runDuration, runName } from '@/features/runs/runFacts';
import { tagValue } from '@/lib/tags';

/** The run it belongs to and those that belong to it; nothing for a run by itself. */
export function RunFamily({ run }: { run: Run }) {
  const parentId = tagValue(run.data.tags, 'mlflow.parentRunId');
  const { data } = useRunFamily(run, parentId);
  if (data === undefined || (parentId === undefined && data.children.length === 0)) return null;
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
          rowKey={(child) => child.info.run_id}
          columns={[
            { header: 'Name', cell: (child) => <RunLink run={child} /> },
            { header: 'Status', cell: (child) => <RunStatusPill status={child.info.status} /> },
            { header: 'Started', cell: (child) => <RelativeTime millis={child.info.start_time} /> },
            { header: 'Duration', numeric: true, cell: runDuration },
          ]}
        />
      )}
      {data.cut && <p className="muted">The first {data.children.length}.</p>}
    </Section>
  );
}

function RunLink({ run }: { run: Run }) {
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: run.info.experiment_id, runId: run.info.run_id }}
    >
      {runName(run)}
    </Link>
  );
}
