import { Button } from '@mantine/core';
import IconChartLine from '@tabler/icons-react/dist/esm/icons/IconChartLine.mjs';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ExperimentViews } from '@/app/routes/ExperimentViews';
import { CopyButton } from '@/components/CopyButton';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Note } from '@/components/Note';
import { Page } from '@/components/Page';
import { StatusPill } from '@/components/StatusPill';
import { TagList } from '@/components/TagList';
import { useExperiment } from '@/features/experiments/api/getExperiment';
import { ExperimentActions } from '@/features/experiments/components/ExperimentActions';
import { NoSuchExperiment } from '@/features/experiments/components/NoSuchExperiment';
import { useRunChanges } from '@/features/live-runs/hooks/useRunChanges';
import { RunsView } from '@/features/runs/components/RunsView';
import { listFilter } from '@/features/runs/filterText';
import { useLiveRuns } from '@/features/runs/hooks/useLiveRuns';
import type { RunsSearch } from '@/features/runs/runsSearch';
import { isMissing } from '@/lib/http';
import { NOTE_TAG, tagValue, userTags } from '@/lib/tags';

export const Route = createLazyRoute('/experiments/$experimentId')({ component: RunsPage });

function RunsPage() {
  const { experimentId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: experiment, error, refetch } = useExperiment(experimentId);
  const { filter = '', stage, tree, group } = search;
  const live = useLiveRuns({
    experimentId,
    filter: listFilter(filter, tree === true && group === undefined),
    stage,
  });
  useRunChanges(experiment?.experiment_id, live.onChanges);
  const onSearch = useCallback(
    (change: Partial<RunsSearch>) =>
      void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true }),
    [navigate],
  );

  if (isMissing(error, experimentId)) {
    return <NoSuchExperiment experimentId={experimentId} />;
  }
  const tags = userTags(experiment?.tags);
  const note = tagValue(experiment?.tags, NOTE_TAG);
  return (
    <Page
      fill
      title={experiment?.name ?? 'Experiment'}
      trail={[
        <Link key="all" to="/experiments">
          Experiments
        </Link>,
      ]}
      aside={
        <>
          <span className="muted mono">ID {experimentId}</span>
          <CopyButton text={experimentId} label="Copy the experiment ID" />
          {experiment?.lifecycle_stage === 'deleted' && <StatusPill tone="idle">Deleted</StatusPill>}
          {tags.length > 0 && <TagList tags={tags} />}
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconChartLine size={16} aria-hidden />}
            renderRoot={(props) => (
              <Link
                to="/experiments/$experimentId/charts"
                params={{ experimentId }}
                search={search}
                {...props}
              />
            )}
          >
            Charts
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/experiments/$experimentId/models" params={{ experimentId }} {...props} />
            )}
          >
            Models
          </Button>
          {experiment !== undefined && <ExperimentActions experiment={experiment} />}
        </>
      }
    >
      {note !== undefined && note !== '' && <Note text={note} />}
      {error !== null ? (
        <ErrorState error={error} doing="load the experiment" onRetry={() => void refetch()} />
      ) : experiment === undefined ? (
        <Loading what="the experiment" />
      ) : (
        <RunsView
          key={experimentId}
          experimentId={experimentId}
          experimentName={experiment.name}
          search={search}
          onSearch={onSearch}
          live={live}
          views={<ExperimentViews experimentId={experimentId} page="table" search={search} />}
        />
      )}
    </Page>
  );
}
