import { Menu } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { TagsEditor } from '@/components/TagsEditor';
import { TextDialog } from '@/components/TextDialog';
import { failureToast, undoToast } from '@/components/toasts';
import {
  useChangeExperimentTags,
  useMoveExperiment,
  useRenameExperiment,
  useSetExperimentNote,
} from '@/features/experiments/api/editExperiments';
import type { Experiment } from '@/features/experiments/api/types';
import { ExperimentFacts } from '@/features/experiments/components/ExperimentFacts';
import { NOTE_TAG, tagValue, userTags } from '@/lib/tags';

interface ExperimentMenuProps {
  experiment: Experiment;
  /** What opens it. */
  children: ReactElement;
}

/** What can be done with an experiment as a whole. */
export default function ExperimentMenu({ experiment, children }: ExperimentMenuProps) {
  const { experiment_id: experimentId, name, lifecycle_stage: stage } = experiment;
  const [asking, setAsking] = useState<'name' | 'note' | 'tags' | 'facts'>();
  const rename = useRenameExperiment();
  const note = useSetExperimentNote();
  const changeTags = useChangeExperimentTags(experimentId);
  const move = useMoveExperiment();
  const onClose = () => setAsking(undefined);
  const close = { onSuccess: onClose };
  const moveTo = (verb: 'delete' | 'restore') =>
    move.mutate(
      { experimentId, verb },
      {
        onSuccess: () =>
          undoToast(`${name} ${verb}d.`, () =>
            move
              .mutateAsync({ experimentId, verb: verb === 'delete' ? 'restore' : 'delete' })
              .catch(failureToast('Not taken back')),
          ),
        onError: failureToast(`${name} was not ${verb}d`),
      },
    );
  return (
    <>
      <Menu position="bottom-end" defaultOpened>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('name')}>Rename…</Menu.Item>
          <Menu.Item onClick={() => setAsking('note')}>Write a note…</Menu.Item>
          <Menu.Item onClick={() => setAsking('tags')}>Edit the tags…</Menu.Item>
          <Menu.Item onClick={() => setAsking('facts')}>About it…</Menu.Item>
          {stage === 'deleted' ? (
            <Menu.Item onClick={() => moveTo('restore')}>Restore</Menu.Item>
          ) : (
            <Menu.Item onClick={() => moveTo('delete')}>Delete</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === 'name' && (
        <TextDialog
          title={`Rename ${name}`}
          label="Name"
          text={name}
          verb="Rename"
          pending={rename.isPending}
          error={rename.error}
          onSave={(to) => rename.mutate({ experimentId, name: to }, close)}
          onClose={onClose}
        />
      )}
      {asking === 'note' && (
        <TextDialog
          title={`Note of ${name}`}
          label="Note"
          description="In Markdown; it stands above the runs"
          text={tagValue(experiment.tags, NOTE_TAG) ?? ''}
          long
          verb="Save the note"
          pending={note.isPending}
          error={note.error}
          onSave={(text) => note.mutate({ experimentId, text }, close)}
          onClose={onClose}
        />
      )}
      {asking === 'tags' && (
        <TagsEditor of={name} tags={userTags(experiment.tags)} change={changeTags} onClose={onClose} />
      )}
      {asking === 'facts' && <ExperimentFacts experiment={experiment} onClose={onClose} />}
    </>
  );
}
