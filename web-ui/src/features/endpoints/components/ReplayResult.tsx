import { DataTable } from '@/components/DataTable';
import { StatusPill, type Tone } from '@/components/StatusPill';
import type { Replayed, ReplayReport } from '@/features/endpoints/api/types';
import { formatCount } from '@/features/endpoints/numbers';

const outcomes: Record<Replayed['outcome'], { tone: Tone; text: string }> = {
  SAME: { tone: 'good', text: 'Same' },
  DIFFERENT: { tone: 'bad', text: 'Different' },
  SKIPPED: { tone: 'idle', text: 'Skipped' },
};

/** How a version's answers compare with those that were given. */
export function ReplayResult({ report }: { report: ReplayReport }) {
  const { version, same, different, skipped, requests = [] } = report;
  // What differs is what was asked for.
  const sorted = [...requests].sort((a, b) => rank(a) - rank(b));
  return (
    <>
      <p role="status">
        {`Version ${version}: ${formatCount(same)} the same, ${formatCount(different)} different, ` +
          `${formatCount(skipped)} skipped.`}
      </p>
      {sorted.length > 0 && (
        <DataTable
          label="Answers compared"
          rows={sorted}
          rowKey={({ request_id, at }) => `${at} ${request_id}`}
          columns={[
            { header: 'Request', cell: ({ request_id }) => request_id },
            {
              header: 'Outcome',
              cell: ({ outcome }) => (
                <StatusPill tone={outcomes[outcome].tone}>{outcomes[outcome].text}</StatusPill>
              ),
            },
            { header: 'Then', cell: (row) => said(row.before_error ?? row.before, row.version) },
            { header: 'Now', cell: (row) => said(row.after_error ?? row.after) },
            { header: 'Difference', cell: ({ reason }) => reason ?? '–' },
          ]}
        />
      )}
    </>
  );
}

function rank({ outcome }: Replayed): number {
  return ['DIFFERENT', 'SKIPPED', 'SAME'].indexOf(outcome);
}

const LONGEST = 120;

function said(answer?: string, version?: string): string {
  if (answer === undefined) return '–';
  const text = answer.length > LONGEST ? `${answer.slice(0, LONGEST)}…` : answer;
  return version === undefined ? text : `v${version}: ${text}`;
}
