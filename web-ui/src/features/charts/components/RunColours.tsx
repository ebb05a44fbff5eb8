import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import type { ChartRun } from '@/features/charts/chartRun';
import { distinctColours } from '@/lib/distinctColours';
import { runColour, type ChosenColours, type Scheme } from '@/lib/runColour';

type ReadColour = (runId: string, scheme: Scheme) => string;

const Colours = createContext<ReadColour>(runColour);

interface RunColoursProps {
  /** All that may be drawn together, also those that are not drawn now. */
  runs: readonly ChartRun[];
  chosen: ChosenColours | undefined;
  children: ReactNode;
}

/** Gives the runs of the charts within it colours that are told apart, and lets them keep theirs. */
export function RunColours({ runs, chosen, children }: RunColoursProps) {
  const what = JSON.stringify([runs.map((run) => run.runId), chosen]);
  const give = (before?: ReturnType<typeof distinctColours>) =>
    distinctColours(
      runs.map((run) => run.runId),
      chosen,
      before,
    );
  const [given, setGiven] = useState(() => ({ what, colours: give() }));
  if (given.what !== what) setGiven({ what, colours: give(given.colours) });
  const { colours } = given;
  const read = useCallback<ReadColour>(
    (runId, scheme) => colours.get(runId)?.[scheme] ?? runColour(runId, scheme),
    [colours],
  );
  return <Colours.Provider value={read}>{children}</Colours.Provider>;
}

/** The colours of runs, as the charts around have them; elsewhere those that their IDs give. */
export function useRunColour(): ReadColour {
  return useContext(Colours);
}
