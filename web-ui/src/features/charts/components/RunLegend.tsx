import { useComputedColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ChartRun } from '@/features/charts/chartRun';
import classes from '@/features/charts/components/Charts.module.css';
import { useRunColour } from '@/features/charts/components/RunColours';

interface RunLegendProps {
  runs: readonly ChartRun[];
  off: ReadonlySet<string>;
  onOff: (off: string[]) => void;
}

/** The runs by their colours; each can be taken out of the charts and put back. */
export function RunLegend({ runs, off, onOff }: RunLegendProps) {
  const scheme = useComputedColorScheme();
  const runColour = useRunColour();
  const toggle = (runId: string) => {
    const next = new Set(off);
    if (!next.delete(runId)) next.add(runId);
    onOff([...next]);
  };
  return (
    <ul className={classes.legend} aria-label="Runs drawn">
      {runs.map((run) => (
        <li key={run.runId} className={classes.legendRow}>
          <button
            type="button"
            className={classes.legendToggle}
            aria-pressed={!off.has(run.runId)}
            aria-label={`Draw ${run.name}`}
            title={off.has(run.runId) ? 'Not drawn' : 'Drawn'}
            onClick={() => toggle(run.runId)}
          >
            <span className={classes.swatch} style={{ background: runColour(run.runId, scheme) }} />
          </button>
          <Link
            to="/experiments/$experimentId/runs/$runId"
            params={{ experimentId: run.experimentId, runId: run.runId }}
            className="truncate"
            title={run.name}
          >
            {run.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
