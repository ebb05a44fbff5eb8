import { Button } from '@mantine/core';
import IconArrowsDiff from '@tabler/icons-react/dist/esm/icons/IconArrowsDiff.mjs';
import { lazy, Suspense, useState } from 'react';
import { failureToast } from '@/components/toasts';
import classes from '@/features/runs/components/RunsView.module.css';
import type { RunEdits } from '@/features/runs/hooks/useRunEdits';
import { plural } from '@/lib/format';

const TagDialog = lazy(() => import('@/features/runs/components/TagDialog'));

interface SelectionBarProps {
  selected: ReadonlySet<string>;
  /** How many runs match in all. */
  count: number | undefined;
  deleted: boolean;
  edits: RunEdits;
  onSelectMatching: () => Promise<void>;
  onClear: () => void;
  onHide: () => void;
  onCompare: () => void;
}

/** What can be compared on one page. */
const MOST_COMPARED = 100;

/** What can be done with the selected runs. */
export function SelectionBar(props: SelectionBarProps) {
  const { selected, count, deleted, edits, onClear } = props;
  const [tagging, setTagging] = useState(false);
  const [collecting, setCollecting] = useState(false);
  const ids = [...selected];
  const comparable = ids.length >= 2 && ids.length <= MOST_COMPARED;
  return (
    <div className={classes.selection} role="group" aria-label="Selected runs">
      <span aria-live="polite">
        <strong>{plural(ids.length, 'run')}</strong> selected
      </span>
      {count !== undefined && count > ids.length && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={collecting}
          onClick={() => {
            setCollecting(true);
            props
              .onSelectMatching()
              .catch(failureToast('Not all runs could be selected'))
              .finally(() => setCollecting(false));
          }}
        >
          Select all {count.toLocaleString('en-US')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        Clear
      </Button>
      <span className={classes.space} />
      <Button size="compact-sm" variant="default" onClick={() => setTagging(true)}>
        Tag
      </Button>
      <Button size="compact-sm" variant="default" onClick={props.onHide}>
        Hide
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          void edits.move(deleted ? 'restore' : 'delete', ids);
          onClear();
        }}
      >
        {deleted ? 'Restore' : 'Delete'}
      </Button>
      <Button
        size="compact-sm"
        leftSection={<IconArrowsDiff size={14} aria-hidden />}
        disabled={!comparable}
        title={comparable ? undefined : `From two to ${MOST_COMPARED} runs can be compared`}
        onClick={props.onCompare}
      >
        Compare {ids.length}
      </Button>
      <Suspense fallback={null}>
        {tagging && (
          <TagDialog
            runs={ids.length}
            onClose={() => setTagging(false)}
            onSave={(key, value) =>
              void edits.tag(
                ids.map((run_id) => ({ run_id, key, value })),
                value === undefined
                  ? `Tag ${key} removed from ${plural(ids.length, 'run')}.`
                  : `${plural(ids.length, 'run')} tagged ${key}: ${value}.`,
              )
            }
          />
        )}
      </Suspense>
    </div>
  );
}
