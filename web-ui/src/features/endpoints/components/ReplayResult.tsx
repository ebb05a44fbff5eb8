import { Text } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import { FailureAlert } from '@/components/FailureAlert';
import { StatusPill, type Tone } from '@/components/StatusPill';
import type { useReplay } from '@/features/endpoints/api/replayRequests';
import type { Replayed, ReplayReport } from '@/features/endpoints/api/requestTypes';
import { formatCount } from '@/features/endpoints/numbers';

const outcomes: Record<Replayed['outcome'], { tone: Tone; text: string }> = {
  SAME: { tone: 'good', text: 'Same' },
  DIFFERENT: { tone: 'bad', text: 'Different' },
  SKIPPED: { tone: 'idle', text: 'Skipped' },
};

/** What came of a replay: how the version's answers compare with those that were given, or why there are none. */
export function ReplayResult({ replay }: { replay: ReturnType<typeof useReplay> }) {
  return (
    <>
      <FailureAlert mt="sm" error={replay.error} />
      {replay.data !== undefined && <Report report={replay.data} />}
    </>
  );
}

function Report({ report }: { report: ReplayReport }) {
  const { version, same, different, skipped, requests = [] } = report;
  // What differs is what was asked for.
  const sorted = [...requests].sort((a, b) => rank(a) - rank(b));
  return (
    <>
      <Text role="status" size="sm" mt="sm" mb="xs">
        {`Version ${version}: ${formatCount(same)} the same, ${formatCount(different)} different, ` +
          `${formatCount(skipped)} skipped.`}
      </Text>
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
