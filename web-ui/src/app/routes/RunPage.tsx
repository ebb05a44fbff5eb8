import { Button, Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { later } from '@/components/later';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { StatusPill } from '@/components/StatusPill';
import { chartRuns } from '@/app/routes/chartRuns';
import { RunActions } from '@/app/routes/RunActions';
import { RunArtifacts } from '@/app/routes/RunArtifacts';
import { SYSTEM_PREFIX } from '@/features/charts/chartRun';
import type { ChartSearch } from '@/features/charts/chartSearch';
import { DataReportView } from '@/features/data-report/components/DataReportView';
import { useExperiment } from '@/features/experiments/api/getExperiment';
import { useRunChanges } from '@/features/live-runs/hooks/useRunChanges';
import { RunModels } from '@/features/models/components/RunModels';
import { RunRecordView } from '@/features/run-record/components/RunRecordView';
import { RunLog } from '@/features/run-log/components/RunLog';
import { useRun } from '@/features/runs/api/getRun';
import { RunOverview } from '@/features/runs/components/RunOverview';
import { RunStatusPill } from '@/features/runs/components/RunStatusPill';
import { runName } from '@/features/runs/runFacts';
import type { RunSearch, RunTab } from '@/features/runs/runSearch';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/experiments/$experimentId/runs/$runId')({ component: RunPage });

const MetricSections = later(
  () => import('@/features/charts/components/MetricSections').then((module) => module.MetricSections),
  <Loading what="charts" />,
);

const isSystem = (key: string) => key.startsWith(SYSTEM_PREFIX);
const isOwn = (key: string) => !isSystem(key);

function RunPage() {
  const { experimentId, runId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: run, error, refetch } = useRun(runId);
  const experiment = useExperiment(experimentId);
  const queries = useQueryClient();
  useRunChanges(run?.info.status === 'RUNNING' ? experimentId : undefined, (changed) => {
    if (changed === 'all' || changed.has(runId)) {
      void queries.invalidateQueries({ queryKey: ['runs', runId], exact: true });
    }
  });

  const charted = useMemo(() => chartRuns(run === undefined ? [] : [run]), [run]);
  const hasSystem = run?.data.metrics?.some(({ key }) => isSystem(key)) ?? false;
  const change = (part: Partial<RunSearch & ChartSearch>, replace = true) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace });

  if (isNotFound(error)) {
    return (
      <NotFound title={`There is no run with the ID ${runId}`}>
        <p>
          It may have been deleted for good. See the{' '}
          <Link to="/experiments/$experimentId" params={{ experimentId }}>
            runs of its experiment
          </Link>
          .
        </p>
      </NotFound>
    );
  }
  const modelIds = [...new Set(run?.outputs?.model_outputs?.map((output) => output.model_id))];
  return (
    <Page
      title={run === undefined ? 'Run' : runName(run)}
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
        <Link key="experiment" to="/experiments/$experimentId" params={{ experimentId }}>
          {experiment.data?.name ?? experimentId}
        </Link>,
      ]}
      aside={
        run !== undefined && (
          <>
            <RunStatusPill status={run.info.status} />
            {run.info.lifecycle_stage === 'deleted' && <StatusPill tone="idle">Deleted</StatusPill>}
          </>
        )
      }
      actions={
        <>
          <Button
            variant="default"
            size="xs"
            renderRoot={(props) => <Link to="/lineage" search={{ node: `run:${runId}` }} {...props} />}
          >
            Lineage
          </Button>
          {run !== undefined && <RunActions run={run} />}
        </>
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the run" onRetry={() => void refetch()} />
      ) : run === undefined ? (
        <Loading what="the run" />
      ) : (
        <Tabs
          value={search.tab ?? 'overview'}
          keepMounted={false}
          onChange={(tab) => change({ tab: tab === 'overview' ? undefined : (tab as RunTab) }, false)}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="overview">Overview</Tabs.Tab>
            <Tabs.Tab value="metrics">Metric charts</Tabs.Tab>
            {hasSystem && <Tabs.Tab value="system">System metrics</Tabs.Tab>}
            <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
            <Tabs.Tab value="data">Data</Tabs.Tab>
            <Tabs.Tab value="log">Log</Tabs.Tab>
            <Tabs.Tab value="record">Record</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="overview">
            <RunOverview run={run} models={<RunModels runId={runId} modelIds={modelIds} />} />
          </Tabs.Panel>
          {(['metrics', 'system'] as const).map((tab) => (
            <Tabs.Panel key={tab} value={tab}>
              {(run.data.metrics ?? []).some(({ key }) => isSystem(key) === (tab === 'system')) ? (
                <MetricSections
                  runs={charted}
                  belongs={tab === 'system' ? isSystem : isOwn}
                  search={search}
                  onSearch={change}
                />
              ) : (
                <NoMetrics />
              )}
            </Tabs.Panel>
          ))}
          <Tabs.Panel value="artifacts">
            <RunArtifacts
              runId={runId}
              artifactUri={run.info.artifact_uri}
              modelIds={modelIds}
              selected={search.path}
              file={search.file}
              onSelect={(path) => change({ path, file: undefined })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="data">
            <DataReportView runId={runId} />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <RunLog runId={runId} />
          </Tabs.Panel>
          <Tabs.Panel value="record">
            <RunRecordView runId={runId} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}

function NoMetrics() {
  return (
    <EmptyState title="This run has no metrics">
      <p>
        Log one with <code>mlflow.log_metric(&quot;loss&quot;, 0.31, step=1)</code>; each step becomes a point
        of its curve.
      </p>
    </EmptyState>
  );
}
