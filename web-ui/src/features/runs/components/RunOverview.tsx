import type { ReactNode } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { Facts } from '@/components/Facts';
import { KeyValueTable } from '@/components/KeyValueTable';
import { Note } from '@/components/Note';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import type { Run } from '@/features/runs/api/types';
import { DatasetsTable } from '@/features/runs/components/DatasetsTable';
import classes from '@/features/runs/components/RunOverview.module.css';
import { runDuration, runSource, runUser } from '@/features/runs/runFacts';
import { formatMetric } from '@/lib/format';
import { NOTE_TAG, tagValue, userTags } from '@/lib/tags';

interface RunOverviewProps {
  run: Run;
  /** The models the run wrote; another feature knows them. */
  models: ReactNode;
}

export function RunOverview({ run, models }: RunOverviewProps) {
  const { info, data } = run;
  const note = tagValue(data.tags, NOTE_TAG);
  const commit = tagValue(data.tags, 'mlflow.source.git.commit');
  return (
    <>
      <Facts
        facts={[
          { name: 'Started', value: <RelativeTime millis={info.start_time} /> },
          { name: 'Duration', value: runDuration(run) },
          { name: 'User', value: runUser(run) ?? '–' },
          { name: 'Source', value: runSource(run) ?? '–' },
          ...(commit === undefined
            ? []
            : [{ name: 'Commit', value: <span className="mono">{commit.slice(0, 10)}</span> }]),
          {
            name: 'Run ID',
            value: (
              <>
                <span className="mono">{info.run_id}</span>
                <CopyButton text={info.run_id} label="Copy the run ID" />
              </>
            ),
          },
        ]}
      />
      {note !== undefined && <Note text={note} />}
      <div className={classes.columns}>
        <div>
          <KeyValueTable
            title="Metrics"
            numeric
            empty="No metrics were logged."
            items={(data.metrics ?? []).map((metric) => ({
              key: metric.key,
              value: <span title={String(metric.value)}>{formatMetric(metric.value)}</span>,
            }))}
          />
          <Section title="Datasets" count={run.inputs?.dataset_inputs?.length ?? 0}>
            <DatasetsTable inputs={run.inputs?.dataset_inputs ?? []} />
          </Section>
          {models}
        </div>
        <div>
          <KeyValueTable title="Parameters" empty="No parameters were logged." items={data.params ?? []} />
          <KeyValueTable title="Tags" empty="No tags were set." items={userTags(data.tags)} />
        </div>
      </div>
    </>
  );
}
