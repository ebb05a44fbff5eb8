import type { ReactNode } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { Facts } from '@/components/Facts';
import { KeyValueTable } from '@/components/KeyValueTable';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import type { Run } from '@/features/runs/api/types';
import { DatasetsTable } from '@/features/runs/components/DatasetsTable';
import classes from '@/features/runs/components/RunOverview.module.css';
import { RunFamily } from '@/features/runs/components/RunFamily';
import { RunNotes } from '@/features/runs/components/RunNotes';
import { RunTags } from '@/features/runs/components/RunTags';
import { runDuration, runSource, runUser } from '@/features/runs/runFacts';
import { formatMetric } from '@/lib/format';
import { tagValue } from '@/lib/tags';

interface RunOverviewProps {
  run: Run;
  /** The models the run wrote; another feature knows them. */
  models: ReactNode;
}

export function RunOverview({ run, models }: RunOverviewProps) {
  const { info, data } = run;
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
            : [
                {
                  name: 'Commit',
                  value: (
                    <>
                      <span className="mono" title={commit}>
                        {commit.slice(0, 10)}
                      </span>
                      <CopyButton text={commit} label="Copy the commit" />
                    </>
                  ),
                },
              ]),
          {
            name: 'Run ID',
            value: (
              <>
                <span className="mono">{info.run_id}</span>
                <CopyButton text={info.run_id} label="Copy the run ID" />
              </>
            ),
          },
          {
            name: 'Experiment ID',
            value: (
              <>
                <span className="mono">{info.experiment_id}</span>
                <CopyButton text={info.experiment_id} label="Copy the experiment ID" />
              </>
            ),
          },
        ]}
      />
      <div className={classes.notes}>
        <RunNotes run={run} />
      </div>
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
          <Section title="Datasets" count={run.inputs.dataset_inputs?.length ?? 0}>
            <DatasetsTable inputs={run.inputs.dataset_inputs ?? []} />
          </Section>
          {models}
          <RunFamily run={run} />
        </div>
        <div>
          <KeyValueTable title="Parameters" empty="No parameters were logged." items={data.params ?? []} />
          <RunTags run={run} />
        </div>
      </div>
    </>
  );
}
