import { Button } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { useSchedules } from '@/features/schedules/api/listSchedules';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { SchedulesTable } from '@/features/schedules/components/SchedulesTable';

export const Route = createLazyRoute('/schedules')({ component: SchedulesPage });

function SchedulesPage() {
  const { data: schedules, error, refetch } = useSchedules();
  const [making, setMaking] = useState(false);
  return (
    <Page title="Schedules" actions={<Button onClick={() => setMaking(true)}>New schedule</Button>}>
      {error !== null ? (
        <ErrorState error={error} doing="load the schedules" onRetry={() => void refetch()} />
      ) : schedules === undefined ? (
        <Loading what="schedules" />
      ) : schedules.length > 0 ? (
        <SchedulesTable schedules={schedules} />
      ) : (
        <EmptyState title="There is no schedule yet">
          <p>
            A schedule scores a file of rows again and again, with the version that an alias names then, and
            keeps a history. Make a new schedule, or use millrace schedules create.
          </p>
        </EmptyState>
      )}
      {making && <ScheduleDialog onSaved={() => setMaking(false)} onClose={() => setMaking(false)} />}
    </Page>
  );
}
