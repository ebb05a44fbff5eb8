import { Button, Group } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Note } from '@/components/Note';
import { Page } from '@/components/Page';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { StatusPill } from '@/components/StatusPill';
import { followedText } from '@/lib/followed';
import { useSchedule } from '@/features/schedules/api/getSchedule';
import { useJobs } from '@/features/schedules/api/listJobs';
import { useDeleteSchedule, usePause, useRunNow } from '@/features/schedules/api/saveSchedule';
import { JobsTable } from '@/features/schedules/components/JobsTable';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/schedules/$scheduleName')({ component: SchedulePage });

function SchedulePage() {
  const { scheduleName } = Route.useParams();
  const navigate = Route.useNavigate();
  const { data: schedule, error, refetch } = useSchedule(scheduleName);
  const jobs = useJobs(scheduleName, schedule !== undefined);
  const [deleting, setDeleting] = useState(false);
  const pause = usePause(scheduleName);
  const run = useRunNow(scheduleName);
  const remove = useDeleteSchedule(scheduleName);

  if (isNotFound(error)) {
    return (
      <NotFound title={`There is no schedule called ${scheduleName}`}>
        <p>
          See the <Link to="/schedules">schedules there are</Link>.
        </p>
      </NotFound>
    );
  }
  const failure = error ?? pause.error ?? run.error;
  const made = jobs.data?.pages.flatMap((page) => page.jobs ?? []) ?? [];
  return (
    <Page
      title={scheduleName}
      trail={[
        <Link key="all" to="/schedules">
          Schedules
        </Link>,
      ]}
      aside={schedule?.paused === true && <StatusPill tone="idle">Paused</StatusPill>}
      actions={
        schedule !== undefined && (
          <Group gap="xs">
            <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
              Run now
            </Button>
            <Button
              variant="default"
              loading={pause.isPending}
              onClick={() => pause.mutate(!schedule.paused)}
            >
              {schedule.paused ? 'Resume' : 'Pause'}
            </Button>
            <Button variant="default" onClick={() => setDeleting(true)}>
              Delete
            </Button>
          </Group>
        )
      }
    >
      {failure !== null && (
        <ErrorState error={failure} doing="work with the schedule" onRetry={() => void refetch()} />
      )}
      {schedule === undefined ? (
        error === null && <Loading what="the schedule" />
      ) : (
        <>
          <Facts
            facts={[
              {
                name: 'Scores with',
                value: (
                  <Link to="/models/$modelName" params={{ modelName: schedule.model_name }}>
                    {followedText(schedule.model_name, schedule)}
                  </Link>
                ),
              },
              { name: 'When', value: <span className="mono">{schedule.cron}</span> },
              { name: 'Time zone', value: schedule.time_zone },
              {
                name: 'Next',
                value: schedule.next_at === undefined ? '–' : <RelativeTime millis={schedule.next_at} />,
              },
              { name: 'Rows', value: <span className="mono">{schedule.input}</span> },
              { name: 'Output', value: <span className="mono">{schedule.output}</span> },
              ...(schedule.owner === undefined ? [] : [{ name: 'Owner', value: schedule.owner }]),
            ]}
          />
          {schedule.description !== undefined && <Note text={schedule.description} />}
          <Section title="Jobs">
            {made.length === 0 ? <p className="muted">None was made yet.</p> : <JobsTable jobs={made} />}
            <LoadMore query={jobs} />
          </Section>
        </>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete the schedule ${scheduleName}?`}
          verb="Delete it"
          dangerous
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/schedules' }) })}
          onClose={() => setDeleting(false)}
        >
          <p>Its history goes with it. What its jobs wrote stays, and so do the runs that record them.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
