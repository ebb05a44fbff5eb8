import { SegmentedControl } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { Section } from '@/components/Section';
import { useLineage } from '@/features/lineage/api/getLineage';
import type { Direction } from '@/features/lineage/api/types';
import { LineageGraph } from '@/features/lineage/components/LineageGraph';
import { LineageTable } from '@/features/lineage/components/LineageTable';
import { NodeLink } from '@/features/lineage/components/NodeLink';
import { KIND_NAMES, nodeLabel } from '@/features/lineage/words';
import { ApiError } from '@/lib/http';

export const Route = createLazyRoute('/lineage')({ component: LineagePage });

function LineagePage() {
  const { node: name = '', direction = 'both' } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: lineage, error, refetch } = useLineage(name, direction);
  // What has no form of a node is none, and the server says so in another way.
  if (error instanceof ApiError && [400, 404].includes(error.status)) {
    return (
      <NotFound title={name === '' ? 'Lineage begins somewhere' : `Nothing is known of ${name}`}>
        <p>
          It may have been deleted for good. Begin at a run of an <Link to="/experiments">experiment</Link>.
        </p>
      </NotFound>
    );
  }
  const root = lineage?.nodes?.find((node) => node.distance === 0);
  return (
    <Page
      title={root === undefined ? 'Lineage' : `Lineage of ${nodeLabel(root)}`}
      trail={
        root === undefined
          ? []
          : [
              <NodeLink key="root" node={root}>
                {`${KIND_NAMES[root.kind]} ${nodeLabel(root)}`}
              </NodeLink>,
            ]
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          value={direction}
          onChange={(value) =>
            void navigate({
              search: (previous) => ({
                ...previous,
                direction: value === 'both' ? undefined : (value as Direction),
              }),
              replace: true,
            })
          }
          data={[
            { value: 'up', label: 'Came from' },
            { value: 'both', label: 'Both' },
            { value: 'down', label: 'Came of it' },
          ]}
        />
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the lineage" onRetry={() => void refetch()} />
      ) : lineage === undefined ? (
        <Loading what="the lineage" />
      ) : (
        <>
          <LineageGraph lineage={lineage} />
          {lineage.truncated && (
            <p className="muted">
              There is more than is shown. Open the lineage of a node at the edge to go on.
            </p>
          )}
          <Section title="Connections" count={lineage.edges?.length ?? 0}>
            {(lineage.edges ?? []).length === 0 ? (
              <EmptyState title="Nothing is connected with it in this direction">
                <p>Datasets are connected by mlflow.log_input, models by logging and registering them.</p>
              </EmptyState>
            ) : (
              <LineageTable lineage={lineage} />
            )}
          </Section>
        </>
      )}
    </Page>
  );
}
