import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { PythonSnippet } from '@/components/PythonSnippet';
import { RelativeTime } from '@/components/RelativeTime';
import { TagList } from '@/components/TagList';
import { useExperiments } from '@/features/experiments/api/searchExperiments';
import { NOTE_TAG, tagValue, userTags } from '@/lib/tags';

/** Experiments whose name contains the given text, the last changed first. */
export function ExperimentList({ name }: { name: string }) {
  const query = useExperiments(name);
  if (query.error !== null) {
    return (
      <ErrorState error={query.error} doing="load the experiments" onRetry={() => void query.refetch()} />
    );
  }
  if (query.data === undefined) return <Loading what="experiments" />;
  const experiments = query.data.pages.flatMap((page) => page.experiments ?? []);
  // MLflow: every server has this one, so a server nobody used yet still lists it.
  const onlyDefault = experiments.length === 1 && experiments[0]?.name === 'Default' && name === '';
  return (
    <>
      {experiments.length > 0 && (
        <DataTable
          label="Experiments"
          rows={experiments}
          rowKey={(experiment) => experiment.experiment_id}
          columns={[
            {
              header: 'Name',
              cell: (experiment) => (
                <Link to="/experiments/$experimentId" params={{ experimentId: experiment.experiment_id }}>
                  {experiment.name}
                </Link>
              ),
            },
            { header: 'ID', cell: (experiment) => experiment.experiment_id },
            {
              header: 'Note',
              cell: (experiment) =>
                tagValue(experiment.tags, NOTE_TAG)?.split('\n')[0] ?? <span className="muted">–</span>,
            },
            { header: 'Tags', cell: (experiment) => <TagList tags={userTags(experiment.tags)} /> },
            { header: 'Created', cell: (experiment) => <RelativeTime millis={experiment.creation_time} /> },
            {
              header: 'Changed',
              cell: (experiment) => <RelativeTime millis={experiment.last_update_time} />,
            },
          ]}
        />
      )}
      <LoadMore query={query} />
      {experiments.length === 0 && name !== '' && (
        <EmptyState title={`No experiment is called anything like “${name}”`}>
          <p>Clear the search to see them all.</p>
        </EmptyState>
      )}
      {((experiments.length === 0 && name === '') || onlyDefault) && (
        <div style={{ marginTop: 16 }}>
          <EmptyState title="Log your first run">
            <p>
              Install the client with <code>pip install mlflow</code> and run this; the experiment appears
              here.
            </p>
            <PythonSnippet experimentName="my-first-experiment" />
          </EmptyState>
        </div>
      )}
    </>
  );
}
