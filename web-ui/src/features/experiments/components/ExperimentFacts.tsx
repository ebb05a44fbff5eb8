import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { CopyButton } from '@/components/CopyButton';
import type { Experiment } from '@/features/experiments/api/types';
import classes from '@/features/experiments/components/ExperimentFacts.module.css';
import { formatExactTime } from '@/lib/format';

interface ExperimentFactsProps {
  experiment: Experiment;
  onClose: () => void;
}

const timeText = (millis: number | undefined) => (millis === undefined ? '–' : formatExactTime(millis));

/** What the server says of an experiment, beside its runs. */
export function ExperimentFacts({ experiment, onClose }: ExperimentFactsProps) {
  const { artifact_location: location = '' } = experiment;
  const facts: [string, string][] = [
    ['ID', experiment.experiment_id],
    ['State', experiment.lifecycle_stage],
    ['Created', timeText(experiment.creation_time)],
    ['Changed', timeText(experiment.last_update_time)],
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`About ${experiment.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
        <dt>Artifact location</dt>
        <dd>
          <span className="mono">{location || '–'}</span>
          <CopyButton text={location} label="Copy the artifact location" />
        </dd>
      </dl>
    </Modal>
  );
}
