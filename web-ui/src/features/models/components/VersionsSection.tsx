import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { Section } from '@/components/Section';
import type { Alias, ModelVersion } from '@/features/models/api/types';
import { useModelVersions } from '@/features/models/api/searchModelVersions';
import { useVersionMetrics, type VersionMetrics } from '@/features/models/api/versionMetrics';
import { MetricPicker } from '@/features/models/components/MetricPicker';
import { VersionsTable } from '@/features/models/components/VersionsTable';
import type { ModelSearch } from '@/features/models/modelSearch';
import { defaultMetrics, sortAmong } from '@/features/models/versionColumns';
import { orNothing, toggled } from '@/lib/lists';

interface VersionsSectionProps {
  modelName: string;
  aliases: Alias[] | undefined;
  search: ModelSearch;
  onSearch: (change: Partial<ModelSearch>) => void;
  onPromote: (version: string) => void;
}

const NONE: string[] = [];
const NO_KEYS: VersionMetrics['keys'] = [];
const NOTHING_TOLD: VersionMetrics['told'] = new Set();

/** The versions of a model: chosen by what was measured of them, compared, promoted. */
export function VersionsSection({ modelName, aliases, search, onSearch, onPromote }: VersionsSectionProps) {
  const query = useModelVersions(modelName);
  const versions = query.data ?? [];
  const champion = aliases?.find(({ alias }) => alias === 'champion')?.version;
  const numbers = versions.map(({ version }) => version);
  const measured = useVersionMetrics(modelName, {
    // The champion may be an older one than those that are loaded.
    versions: withChampion(numbers, champion),
    metrics: search.metrics === undefined ? undefined : orNothing(search.metrics),
  });
  const {
    keys = NO_KEYS,
    complete = true,
    told = NOTHING_TOLD,
  } = useLastKnown(modelName, measured.data) ?? {};
  const metrics = search.metrics ?? defaultMetrics(keys, told);
  const sortedByMetric = search.sort !== undefined;
  return (
    <Section
      title="Versions"
      count={versions.length}
      actions={
        versions.length > 0 && (
          <Group gap="xs">
            <CompareButton versions={versions} selected={search.selected ?? NONE} />
            {keys.length > 0 && (
              <MetricPicker
                keys={keys}
                complete={complete}
                shown={metrics}
                onShow={(next) => onSearch({ metrics: next, sort: sortAmong(search.sort, next) })}
              />
            )}
          </Group>
        )
      }
    >
      {query.error !== null ? (
        <ErrorState error={query.error} doing="load the versions" onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Loading what="versions" />
      ) : versions.length === 0 ? (
        <EmptyState title="This model has no versions yet">
          <p>
            Register one with <code>mlflow.register_model(model_uri, &quot;{modelName}&quot;)</code>.
          </p>
        </EmptyState>
      ) : (
        <>
          {measured.error !== null && (
            <ErrorState
              error={measured.error}
              doing="load the metrics"
              onRetry={() => void measured.refetch()}
            />
          )}
          <VersionsTable
            versions={versions}
            aliases={aliases}
            metrics={metrics}
            values={measured.data?.values}
            champion={champion}
            sort={search.sort}
            onSort={(sort) => onSearch({ sort })}
            selected={search.selected ?? NONE}
            onSelect={(version) => onSearch({ selected: toggled(search.selected, version) })}
            onPromote={onPromote}
          />
        </>
      )}
      {sortedByMetric && query.hasNextPage && (
        <p className="muted">In the order of the {versions.length} newest versions, which are loaded.</p>
      )}
      <LoadMore query={query} />
    </Section>
  );
}

/** What was measured, or what was known of it before it could not be read: metrics can still be chosen by that. */
function useLastKnown(modelName: string, data: VersionMetrics | undefined): VersionMetrics | undefined {
  const [last, setLast] = useState<{ modelName: string; data: VersionMetrics }>();
  if (data !== undefined && (data !== last?.data || modelName !== last.modelName))
    setLast({ modelName, data });
  return data ?? (last?.modelName === modelName ? last.data : undefined);
}

function withChampion(numbers: string[], champion: string | undefined): string[] {
  const isMissing = champion !== undefined && numbers.length > 0 && !numbers.includes(champion);
  return isMissing ? [...numbers, champion] : numbers;
}

/** Compares what the ticked versions come from. */
function CompareButton({ versions, selected }: { versions: ModelVersion[]; selected: readonly string[] }) {
  const runs = [
    ...new Set(
      versions.flatMap(({ version, run_id: runId }) => (selected.includes(version) && runId ? [runId] : [])),
    ),
  ];
  if (selected.length === 0) return null;
  return runs.length < 2 ? (
    <Button variant="default" size="xs" disabled title="Tick versions of at least two runs">
      Compare
    </Button>
  ) : (
    <Button
      variant="default"
      size="xs"
      renderRoot={(props) => <Link to="/compare-runs" search={{ runs }} {...props} />}
    >
      {`Compare ${runs.length}`}
    </Button>
  );
}
