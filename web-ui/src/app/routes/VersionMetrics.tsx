import { Link } from '@tanstack/react-router';
import classes from '@/app/routes/VersionMetrics.module.css';
import { DataTable } from '@/components/DataTable';
import { SYSTEM_PREFIX } from '@/features/charts/chartRun';
import { useRun } from '@/features/runs/api/getRun';
import type { Run } from '@/features/runs/api/types';
import { betterOf, deltaOf, formatRatio, formatSigned } from '@/features/runs/baseline';
import { formatMetric, toNumber } from '@/lib/format';

interface VersionMetricsProps {
  runId: string;
  /** The version that holds the alias `champion`, where that is another one. */
  champion?: { version: string; runId?: string };
}

interface MetricRow {
  key: string;
  value?: number;
  base?: number;
}

/** The last values of a version's run, held against those of the champion's. */
export function VersionMetrics({ runId, champion }: VersionMetricsProps) {
  const { data: run } = useRun(runId);
  if (run === undefined)
    return <p className="muted">The run is not there any more, or not on this server.</p>;
  if (champion?.runId === undefined || champion.runId === '') return <MetricsTable run={run} />;
  return <AgainstChampion run={run} version={champion.version} championRun={champion.runId} />;
}

function AgainstChampion(props: { run: Run; version: string; championRun: string }) {
  const { run, version, championRun } = props;
  const { data: base } = useRun(championRun);
  const runs = [run.info.run_id, championRun];
  const experiments = [run.info.experiment_id, base?.info.experiment_id ?? run.info.experiment_id];
  return (
    <>
      <MetricsTable run={run} base={base} version={version} />
      <p className={classes.compare}>
        <Link to="/compare-runs" search={{ runs, experiments: [...new Set(experiments)], diff: true }}>
          Compare everything that differs
        </Link>
      </p>
    </>
  );
}

function MetricsTable({ run, base, version }: { run: Run; base?: Run; version?: string }) {
  const rows = rowsOf(run, base);
  if (rows.length === 0) return <p className="muted">The run of this version logged no metrics.</p>;
  return (
    <DataTable
      label="Metrics of the version"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { header: 'Metric', cell: ({ key }) => key },
        { header: 'Value', numeric: true, cell: ({ value }) => text(value) },
        ...(version === undefined
          ? []
          : [
              {
                header: `Champion, v${version}`,
                numeric: true,
                cell: ({ base: other }: MetricRow) => text(other),
              },
              { header: 'Difference', numeric: true, cell: Difference },
            ]),
      ]}
    />
  );
}

function Difference({ key, value, base }: MetricRow) {
  const delta =
    value === undefined || base === undefined ? undefined : deltaOf(value, base, betterOf(key, undefined));
  if (delta === undefined) return <span className="muted">–</span>;
  return (
    <span className={classes.difference} data-tone={delta.tone}>
      {formatSigned(delta.difference, formatMetric)}
      {delta.ratio !== undefined && delta.difference !== 0 && ` (${formatRatio(delta.ratio)})`}
    </span>
  );
}

function text(value: number | undefined) {
  return value === undefined ? <span className="muted">–</span> : formatMetric(value);
}

function rowsOf(run: Run, base: Run | undefined): MetricRow[] {
  const valuesOf = (one: Run | undefined) =>
    new Map((one?.data.metrics ?? []).map(({ key, value }) => [key, toNumber(value)] as const));
  const own = valuesOf(run);
  const others = valuesOf(base);
  return [...new Set([...own.keys(), ...others.keys()])]
    .filter((key) => !key.startsWith(SYSTEM_PREFIX))
    .sort((a, b) => a.localeCompare(b))
    .map((key) => ({ key, value: own.get(key), base: others.get(key) }));
}
