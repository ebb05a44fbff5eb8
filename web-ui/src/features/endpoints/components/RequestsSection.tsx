import { Button, Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useRequestLog } from '@/features/endpoints/api/getRequestLog';
import { useRequests } from '@/features/endpoints/api/listRequests';
import type { RequestLogSettings } from '@/features/endpoints/api/requestTypes';
import { DriftTable } from '@/features/endpoints/components/DriftTable';
import { QualityTable } from '@/features/endpoints/components/QualityTable';
import { ReplayDialog } from '@/features/endpoints/components/ReplayDialog';
import { RequestDrawer } from '@/features/endpoints/components/RequestDrawer';
import { RequestLogDialog } from '@/features/endpoints/components/RequestLogDialog';
import { formatCount } from '@/features/endpoints/numbers';

/** What an endpoint was asked, as far as it is kept, and how good the answers were. */
export function RequestsSection({ endpointName }: { endpointName: string }) {
  const { data: settings } = useRequestLog(endpointName);
  const [changing, setChanging] = useState(false);
  const [replaying, setReplaying] = useState(false);
  if (settings === undefined) return null;
  return (
    <Section
      title="Requests"
      actions={
        <Group gap="xs">
          {settings !== null && (
            <Button variant="default" size="xs" onClick={() => setReplaying(true)}>
              Replay
            </Button>
          )}
          <Button variant="default" size="xs" onClick={() => setChanging(true)}>
            {settings === null ? 'Keep requests' : 'Change'}
          </Button>
        </Group>
      }
    >
      <p className="muted">{settings === null ? 'Requests are not kept.' : settingsText(settings)}</p>
      {settings !== null && (
        <>
          <RequestsTable endpointName={endpointName} />
          <QualityTable endpointName={endpointName} />
          <DriftTable endpointName={endpointName} />
        </>
      )}
      {changing && (
        <RequestLogDialog
          endpointName={endpointName}
          settings={settings}
          onClose={() => setChanging(false)}
        />
      )}
      {replaying && <ReplayDialog endpointName={endpointName} onClose={() => setReplaying(false)} />}
    </Section>
  );
}

const exported = {
  NONE: ' They are not written to the artifact store.',
  JSONL: ' Each hour of them is written to the artifact store as JSON Lines.',
  PARQUET: ' Each hour of them is written to the artifact store as Parquet.',
};

function settingsText(settings: RequestLogSettings) {
  const { sample_rate: rate = 1, redact = [], keep_days: days = 7 } = settings;
  const share = `${Number((rate * 100).toPrecision(3))} % of the requests are kept for ${days} days`;
  const values = redact.length === 0 ? '' : `, without the values of ${redact.join(', ')}`;
  return `${share}${values}.${settings.export === undefined ? '' : exported[settings.export]}`;
}

function RequestsTable({ endpointName }: { endpointName: string }) {
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [shown, setShown] = useState<string>();
  const query = useRequests(endpointName, errorsOnly);
  const requests = query.data?.pages.flatMap((page) => page.requests ?? []) ?? [];
  if (query.error !== null) {
    return <ErrorState error={query.error} doing="load the requests" onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <Group gap="sm" my="xs">
        <Checkbox
          label="Errors only"
          size="xs"
          checked={errorsOnly}
          onChange={(event) => setErrorsOnly(event.currentTarget.checked)}
        />
        <Button
          variant="subtle"
          size="compact-xs"
          loading={query.isRefetching}
          onClick={() => void query.refetch()}
        >
          Look again
        </Button>
      </Group>
      {query.data !== undefined && requests.length === 0 ? (
        <p>No requests yet.</p>
      ) : (
        <DataTable
          label="Requests that were kept"
          rows={requests}
          rowKey={({ request_id, at }) => `${at} ${request_id}`}
          columns={[
            {
              header: 'Request',
              cell: ({ request_id }) => (
                <Button variant="subtle" size="compact-xs" px={0} onClick={() => setShown(request_id)}>
                  {request_id}
                </Button>
              ),
            },
            { header: 'When', cell: ({ at }) => <RelativeTime millis={at} /> },
            { header: 'Answered by', cell: ({ version }) => (version === undefined ? '–' : `v${version}`) },
            { header: 'Variant', cell: ({ variant }) => variant ?? '–' },
            { header: 'Result', cell: ({ error_code }) => error_code ?? 'answered' },
            {
              header: 'Latency',
              numeric: true,
              cell: ({ latency_millis }) => `${latency_millis.toFixed(1)} ms`,
            },
            { header: 'Bytes', numeric: true, cell: ({ body_bytes }) => formatCount(body_bytes) },
          ]}
        />
      )}
      <LoadMore query={query} />
      {shown !== undefined && (
        <RequestDrawer endpointName={endpointName} requestId={shown} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}
