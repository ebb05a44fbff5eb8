import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DataTable, type DataColumn } from '@/components/DataTable';
import { Difference } from '@/components/Difference';
import { RelativeTime } from '@/components/RelativeTime';
import { StatusPill } from '@/components/StatusPill';
import { TagList } from '@/components/TagList';
import type { VersionMetrics } from '@/features/models/api/versionMetrics';
import type { Alias, ModelVersion } from '@/features/models/api/types';
import { AliasChips } from '@/features/models/components/AliasChips';
import classes from '@/features/models/components/VersionsTable.module.css';
import { wholeText } from '@/features/models/metricText';
import { bestOf, nextSort, sortedBy, sortVersions } from '@/features/models/versionColumns';
import { versionStatus } from '@/features/models/versionStatus';
import { betterOf } from '@/lib/baseline';
import { formatMetric } from '@/lib/format';
import { userTags } from '@/lib/tags';

interface VersionsTableProps {
  versions: ModelVersion[];
  aliases: Alias[] | undefined;
  /** The metrics that are columns, and what is known of them. */
  metrics: readonly string[];
  values: VersionMetrics['values'] | undefined;
  /** The version that the others are measured against. */
  champion: string | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  selected: readonly string[];
  onSelect: (version: string) => void;
  onPromote: (version: string) => void;
}

/** The versions of a model with what was measured of them, against the champion. */
export function VersionsTable(props: VersionsTableProps) {
  const { versions, aliases, metrics, values, sort, onSort, selected, onSelect, onPromote } = props;
  return (
    <DataTable
      label="Versions"
      rows={sortVersions(versions, sort, values)}
      rowKey={(version) => version.version}
      columns={[
        {
          header: 'Version',
          onSort: () => onSort(undefined),
          sorted: sort === undefined ? 'descending' : undefined,
          cell: (version) => (
            <div className={classes.version}>
              <input
                type="checkbox"
                className={classes.tick}
                aria-label={`Select version ${version.version}`}
                checked={selected.includes(version.version)}
                onChange={() => onSelect(version.version)}
              />
              <Version version={version} aliases={aliases} />
            </div>
          ),
        },
        ...metrics.map((key) => metricColumn(key, props)),
        { header: 'Registered', cell: (version) => <RelativeTime millis={version.creation_timestamp} /> },
        { header: 'Description and tags', cell: Described },
        {
          header: 'Action',
          width: '100px',
          cell: ({ version }) => (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Promote version ${version}`}
              onClick={() => onPromote(version)}
            >
              Promote…
            </Button>
          ),
        },
      ]}
    />
  );
}

function Version({ version, aliases }: { version: ModelVersion; aliases: Alias[] | undefined }) {
  const { name, version: number, status } = version;
  const { tone, label } = versionStatus(version);
  return (
    <>
      <Link to="/models/$modelName/versions/$version" params={{ modelName: name, version: number }}>
        {`v${number}`}
      </Link>
      {status !== 'READY' && <StatusPill tone={tone}>{label}</StatusPill>}
      {aliases?.some((alias) => alias.version === number) === true && (
        <AliasChips aliases={aliases} version={number} />
      )}
    </>
  );
}

function Described({ description, tags }: ModelVersion) {
  const own = userTags(tags);
  const hasText = description !== undefined && description !== '';
  if (!hasText && own.length === 0) return <span className="muted">–</span>;
  return (
    <>
      {hasText && (
        <div className={classes.description} title={description}>
          {description}
        </div>
      )}
      {own.length > 0 && <TagList tags={own} limit={3} />}
    </>
  );
}

function metricColumn(
  key: string,
  { versions, values, champion, sort, onSort }: VersionsTableProps,
): DataColumn<ModelVersion> {
  const best = bestOf(key, versions, values);
  const base = champion === undefined ? undefined : values?.get(champion)?.get(key)?.last;
  return {
    id: `metric ${key}`,
    header: key,
    numeric: true,
    onSort: () => onSort(nextSort(sort, key)),
    sorted: sortedBy(sort, key),
    cell: ({ version }) => {
      const metric = values?.get(version)?.get(key);
      if (metric === undefined) return values === undefined ? '' : <span className="muted">–</span>;
      const { last } = metric;
      return (
        <>
          <div
            className={classes.value}
            data-best={last === best || undefined}
            title={`${wholeText(metric)}${last === best ? '; the best of these versions' : ''}`}
          >
            {formatMetric(last)}
          </div>
          {version === champion ? (
            <div className={classes.delta}>baseline</div>
          ) : (
            base !== undefined && (
              <div className={classes.delta}>
                <Difference value={last} base={base} better={betterOf(key, undefined)} />
              </div>
            )
          )}
        </>
      );
    },
  };
}
