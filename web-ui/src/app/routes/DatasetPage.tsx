import { Button } from '@mantine/core';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { CopyButton } from '@/components/CopyButton';
import { CodeSnippet } from '@/components/CodeSnippet';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { LoadMore } from '@/components/LoadMore';
import { NotFound } from '@/components/NotFound';
import { Page } from '@/components/Page';
import { Section } from '@/components/Section';
import { useDatasetUses } from '@/features/lineage/api/getDatasetUses';
import { EndpointUses, ModelUses, RunUses, VersionUses } from '@/features/lineage/components/UsesTables';
import { isNotFound } from '@/lib/http';
import { indentJson, sourceText } from '@/features/lineage/recordedText';

export const Route = createLazyRoute('/data/$digest')({ component: DatasetPage });

function DatasetPage() {
  const { digest } = Route.useParams();
  const query = useDatasetUses(digest);
  const { data: uses, error } = query;

  if (isNotFound(error)) {
    return (
      <NotFound title={`No dataset with the digest ${digest} was logged`}>
        <p>
          See the <Link to="/experiments">experiments</Link>: a run names the digests of its data.
        </p>
      </NotFound>
    );
  }
  const dataset = uses?.datasets[0];
  const sha256 = uses?.datasets.find((recorded) => recorded.sha256 !== undefined)?.sha256;
  const names = [...new Set(uses?.datasets.map((recorded) => recorded.name))];
  return (
    <Page
      title={names.length === 0 ? digest : names.join(', ')}
      trail={[<span key="kind">Dataset</span>]}
      actions={
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => <Link to="/lineage" search={{ node: `dataset:${digest}` }} {...props} />}
        >
          Lineage
        </Button>
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the dataset" onRetry={() => void query.refetch()} />
      ) : uses === undefined ? (
        <Loading what="the dataset" />
      ) : (
        <>
          <Facts
            facts={[
              { name: 'Digest', value: <Hash text={dataset?.digest ?? digest} label="Copy the digest" /> },
              ...(sha256 === undefined
                ? []
                : [{ name: 'SHA-256', value: <Hash text={sha256} label="Copy the SHA-256" /> }]),
              ...(dataset === undefined
                ? []
                : [
                    { name: 'Kind of source', value: dataset.source_type },
                    { name: 'Source', value: <span className="mono">{sourceText(dataset.source)}</span> },
                  ]),
            ]}
          />
          {uses.truncated && (
            <p className="muted">More came of these runs than is shown: ask for their lineage one by one.</p>
          )}
          <Section title="Endpoints" count={uses.endpoints.length}>
            {uses.endpoints.length === 0 ? (
              <p className="muted">No endpoint has served a model that saw this data.</p>
            ) : (
              <EndpointUses endpoints={uses.endpoints} />
            )}
          </Section>
          {uses.versions.length > 0 && (
            <Section title="Model versions" count={uses.versions.length}>
              <VersionUses versions={uses.versions} />
            </Section>
          )}
          {uses.models.length > 0 && (
            <Section title="Logged models" count={uses.models.length}>
              <ModelUses models={uses.models} />
            </Section>
          )}
          <Section title="Runs" count={query.hasNextPage ? undefined : uses.runs.length}>
            <RunUses runs={uses.runs} />
            <LoadMore query={query} />
          </Section>
          {dataset?.schema !== undefined && (
            <Section title="Schema">
              <CodeSnippet label="As it was logged" code={indentJson(dataset.schema)} />
            </Section>
          )}
          {dataset?.profile !== undefined && (
            <Section title="Profile">
              <CodeSnippet label="As it was logged" code={indentJson(dataset.profile)} />
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

function Hash({ text, label }: { text: string; label: string }) {
  return (
    <>
      <span className="mono">{text}</span>
      <CopyButton text={text} label={label} />
    </>
  );
}
