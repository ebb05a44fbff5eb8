import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { RelativeTime } from '@/components/RelativeTime';
import { followedText } from '@/lib/followed';
import type { Schedule } from '@/features/schedules/api/types';
import { JobStatePill } from '@/features/schedules/components/JobStatePill';

export function SchedulesTable({ schedules }: { schedules: Schedule[] }) {
  return (
    <DataTable
      label="Schedules"
      rows={schedules}
      rowKey={(schedule) => schedule.name}
      columns={[
        {
          header: 'Name',
          cell: ({ name, description }) => (
            <>
              <Link to="/schedules/$scheduleName" params={{ scheduleName: name }}>
                {name}
              </Link>
              {description !== undefined && <div className="muted">{description}</div>}
            </>
          ),
        },
        {
          header: 'Scores with',
          cell: (schedule) => (
            <Link to="/models/$modelName" params={{ modelName: schedule.model_name }}>
              {followedText(schedule.model_name, schedule)}
            </Link>
          ),
        },
        {
          header: 'When',
          cell: ({ cron, time_zone: zone }) => (
            <>
              <span className="mono">{cron}</span> <span className="muted">{zone}</span>
            </>
          ),
        },
        {
          header: 'Next',
          cell: ({ next_at: next, paused }) =>
            next === undefined ? (
              <span className="muted">{paused ? 'paused' : 'never'}</span>
            ) : (
              <RelativeTime millis={next} />
            ),
        },
        {
          header: 'Last job',
          cell: ({ last_job: last }) =>
            last === undefined ? (
              <span className="muted">none yet</span>
            ) : (
              <>
                <JobStatePill state={last.state} /> <RelativeTime millis={last.scheduled_at} />
              </>
            ),
        },
        { header: 'Owner', cell: ({ owner }) => owner ?? <span className="muted">–</span> },
      ]}
    />
  );
}
