import { ActionIcon, type ActionIconProps } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { lazy, Suspense, useState, type ComponentProps } from 'react';
import type { Experiment } from '@/features/experiments/api/types';

// Few open it, and the page of runs is to come quickly.
const ExperimentMenu = lazy(() => import('@/features/experiments/components/ExperimentMenu'));

/** A button that fetches what can be done with an experiment when it is asked for. */
export function ExperimentActions({ experiment }: { experiment: Experiment }) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <More onClick={() => setAsked(true)} />;
  return (
    <Suspense fallback={<More loading />}>
      <ExperimentMenu experiment={experiment}>
        <More />
      </ExperimentMenu>
    </Suspense>
  );
}

function More(props: ActionIconProps & ComponentProps<'button'>) {
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label="More of this experiment"
      title="Rename, note, tags, where its artifacts are, delete"
      {...props}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
}
