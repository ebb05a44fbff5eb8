import { Link } from '@tanstack/react-router';
import classes from '@/app/routes/VersionMetrics.module.css';
import { DataTable } from '@/components/DataTable';
import { Difference } from '@/components/Difference';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { SYSTEM_PREFIX } from '@/features/charts/chartRun';
import { useModelVersion } from '@/features/models/api/getModelVersion';
import type { ModelVersion } from '@/features/models/api/types';
import { useVersionMetrics, type VersionMetric } from '@/features/models/api/versionMetrics';
import { wholeText } from '@/features/models/metricText';
import { betterOf } from '@/lib/baseline';
import { formatMetric } from '@/lib/format';

interface VersionMetricsProps {
  version: ModelVersion;
  /** The version that holds the alias `champion`, where that is another one. */
  champion: string | undefined;
}

interface MetricRow {
  key: string;
  value?: VersionMetric;
  base?: VersionMetric;
}

/** What was measured of a version, held against the champion. */
export function VersionMetrics({ version, champion }: VersionMetricsProps) {
  const { name, version: number } = version;
  const { data, error, refetch } = useVersionMetrics(name, {
    versions: champion === undefined ? [number] : [number, champion],
  });
  if (error !== null) {
    return <ErrorState error={error} doing="load the metrics" onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading what="metrics" lines={4} />;
  const own = data.values.get(number);
  const base = champion === undefined ? undefined : data.values.get(champion);
  const rows = [...new Set([...(own?.keys() ?? []), ...(base?.keys() ?? [])])]
    .filter((key) => !key.startsWith(SYSTEM_PREFIX))
    .sort((a, b) => a.localeCompare(b))
    .map((key): MetricRow => ({ key, value: own?.get(key), base: base?.get(key) }));
  return (
    <>
      {rows.length === 0 ? (
        <p className="muted">
          {version.run_id
            ? 'Nothing was measured of this version, in its run or in another one.'
            : 'It was registered without a run, so nothing was measured.'}
        </p>
      ) : (
        <MetricsTable rows={rows} champion={champion} />
      )}
      {!data.complete && <p className="muted">It has more metrics; its run has them all.</p>}
      {champion !== undefined && <CompareWith version={version} champion={champion} />}
    </>
  );
}

function MetricsTable({ rows, champion }: { rows: MetricRow[]; champion: string | undefined }) {
  return (
    <DataTable
      label="Metrics of the version"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { header: 'Metric', cell: ({ key }) => key },
        { header: 'Value', numeric: true, cell: ({ value }) => <Value metric={value} /> },
        ...(champion === undefined
          ? []
          : [
              {
                header: `Champion, v${champion}`,
                numeric: true,
                cell: ({ base }: MetricRow) => <Value metric={base} />,
              },
              {
                header: 'Difference',
                numeric: true,
                cell: ({ key, value, base }: MetricRow) =>
                  value === undefined || base === undefined ? (
                    <span className="muted">–</span>
                  ) : (
                    <Difference value={value.last} base={base.last} better={betterOf(key, undefined)} />
                  ),
              },
            ]),
      ]}
    />
  );
}

function Value({ metric }: { metric: VersionMetric | undefined }) {
  if (metric === undefined) return <span className="muted">–</span>;
  return <span title={wholeText(metric)}>{formatMetric(metric.last)}</span>;
}

function CompareWith({ version, champion }: { version: ModelVersion; champion: string }) {
  const { data: other } = useModelVersion(version.name, champion);
  if (!version.run_id || !other?.run_id || other.run_id === version.run_id) return null;
  return (
    <p className={classes.compare}>
      <Link to="/compare-runs" search={{ runs: [version.run_id, other.run_id], diff: true }}>
        Compare everything that differs
      </Link>
    </p>
  );
}
