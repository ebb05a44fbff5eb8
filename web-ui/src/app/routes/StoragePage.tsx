import { Button, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { Section } from '@/components/Section';
import { useDeletedExperiments, useDeletedRuns } from '@/features/storage/api/trash';
import type { PurgeTarget } from '@/features/storage/api/types';
import { useStorage } from '@/features/storage/api/storage';
import { DeletedExperiments } from '@/features/storage/components/DeletedExperiments';
import { DeletedRuns } from '@/features/storage/components/DeletedRuns';
import { LargestExperiments } from '@/features/storage/components/LargestExperiments';
import { PurgeDialog } from '@/features/storage/components/PurgeDialog';
import { UsageFacts } from '@/features/storage/components/UsageFacts';

export const Route = createLazyRoute('/storage')({ component: StoragePage });

interface Purging {
  title: string;
  target: PurgeTarget;
}

function StoragePage() {
  const report = useStorage();
  const runs = useDeletedRuns();
  const experiments = useDeletedExperiments();
  const [purging, setPurging] = useState<Purging>();
  const deletedRuns = runs.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const deletedExperiments = experiments.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const counts = runs.data?.pages[0];
  const error = runs.error ?? experiments.error;
  const anything = deletedRuns.length > 0 || deletedExperiments.length > 0;
  return (
    <Page title="Storage">
      <Section title="Artifacts">
        {report.error !== null ? (
          <ErrorState
            error={report.error}
            doing="load what the artifacts take"
            onRetry={() => void report.refetch()}
          />
        ) : report.data === undefined ? (
          <Loading what="what the artifacts take" />
        ) : (
          <UsageFacts report={report.data} />
        )}
      </Section>
      {report.data?.experiments !== undefined && (
        <Section title="Largest experiments">
          <LargestExperiments experiments={report.data.experiments} />
        </Section>
      )}
      <Section
        title="Trash"
        count={counts === undefined ? undefined : counts.experiments + counts.runs}
        actions={
          anything && (
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                setPurging({
                  title: 'Delete what is older than 30 days for good',
                  target: { older_than: '30d' },
                })
              }
            >
              Delete what is older than 30 days…
            </Button>
          )
        }
      >
        {error !== null ? (
          <ErrorState
            error={error}
            doing="load what is deleted"
            onRetry={() => void Promise.all([runs.refetch(), experiments.refetch()])}
          />
        ) : runs.data === undefined || experiments.data === undefined ? (
          <Loading what="what is deleted" />
        ) : !anything ? (
          <p className="muted">
            Nothing is deleted. Deleted runs and experiments wait here until somebody restores them or deletes
            them for good.
          </p>
        ) : (
          <Stack gap="lg">
            {deletedExperiments.length > 0 && (
              <div>
                <DeletedExperiments
                  experiments={deletedExperiments}
                  onPurge={({ experiment_name: name, experiment_id: id }) =>
                    setPurging({ title: `Delete ${name} for good`, target: { experiment_ids: [id] } })
                  }
                />
                <LoadMore query={experiments} />
              </div>
            )}
            {deletedRuns.length > 0 && (
              <div>
                <DeletedRuns
                  runs={deletedRuns}
                  onPurge={({ run_name: name, run_id: id }) =>
                    setPurging({ title: `Delete ${name} for good`, target: { run_ids: [id] } })
                  }
                />
                <LoadMore query={runs} />
              </div>
            )}
          </Stack>
        )}
      </Section>
      {purging !== undefined && <PurgeDialog {...purging} onClose={() => setPurging(undefined)} />}
    </Page>
  );
}
