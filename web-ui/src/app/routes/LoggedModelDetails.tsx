import { Link } from '@tanstack/react-router';
import { SourceRun } from '@/app/routes/SourceRun';
import classes from '@/app/routes/VersionDetails.module.css';
import { VersionSignature } from '@/app/routes/VersionSignature';
import { CopyButton } from '@/components/CopyButton';
import { EmptyState } from '@/components/EmptyState';
import { Facts } from '@/components/Facts';
import { KeyValueTable } from '@/components/KeyValueTable';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { TagList } from '@/components/TagList';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { useEntry } from '@/features/artifacts/api/listArtifacts';
import { ArtifactBrowser } from '@/features/artifacts/components/ArtifactBrowser';
import { useRunVersions } from '@/features/models/api/searchModelVersions';
import type { LoggedModel } from '@/features/models/api/types';
import { loggedMetrics } from '@/features/models/loggedMetrics';
import { useRunNames } from '@/features/runs/hooks/useRunNames';
import { formatMetric } from '@/lib/format';
import { userTags } from '@/lib/tags';

interface LoggedModelDetailsProps {
  model: LoggedModel;
  /** The file shown, by its path in the store; or by its place among the model's files, as a link has it. */
  selected: string | undefined;
  file: string | undefined;
  onSelect: (path: string) => void;
}

/** What a run logged as a model: what was measured of it, what it takes, its files. */
export function LoggedModelDetails({ model, selected, file, onSelect }: LoggedModelDetailsProps) {
  const { info, data } = model;
  const metrics = loggedMetrics(model);
  const runName = useRunNames(metrics.flatMap(({ runId }) => runId ?? []));
  const folder = proxiedPath(info.artifact_uri);
  const linked = useEntry(folder === undefined || file === undefined ? undefined : `${folder}/${file}`);
  return (
    <>
      <Facts
        facts={[
          {
            name: 'Model ID',
            value: (
              <>
                <span className="mono">{info.model_id}</span>
                <CopyButton text={info.model_id} label="Copy the model ID" />
              </>
            ),
          },
          { name: 'Type', value: info.model_type || '–' },
          { name: 'Logged', value: <RelativeTime millis={info.creation_timestamp_ms} /> },
          { name: 'Source run', value: info.source_run_id ? <SourceRun runId={info.source_run_id} /> : '–' },
          {
            name: 'Registered as',
            value: info.source_run_id ? (
              <RegisteredAs runId={info.source_run_id} modelId={info.model_id} />
            ) : (
              '–'
            ),
          },
          { name: 'Tags', value: <TagList tags={userTags(info.tags)} /> },
        ]}
      />
      <div className={classes.columns}>
        <div>
          <KeyValueTable
            title="Metrics"
            numeric
            empty="Nothing was logged of the model itself (log_metric with model_id); its run may have metrics."
            items={metrics.map(({ id, name, runId, value }) => ({
              key: name,
              id,
              note:
                runId === undefined ? undefined : (
                  <span className="muted">
                    in{' '}
                    <Link to="/runs/$runId" params={{ runId }}>
                      {runName(runId)}
                    </Link>
                  </span>
                ),
              value: <span title={String(value)}>{formatMetric(value)}</span>,
            }))}
          />
          <KeyValueTable
            title="Parameters"
            empty="No parameters were logged."
            items={(data.params ?? []).map(({ key, value }) => ({ key, value }))}
          />
        </div>
        <div>
          <Section title="Signature">
            <VersionSignature folder={folder} />
          </Section>
        </div>
      </div>
      <Section title="Artifacts">
        {folder === undefined ? (
          <EmptyState title="The artifacts of this model are not kept by this server">
            <p>
              They are at <span className="mono">{info.artifact_uri}</span>.
            </p>
          </EmptyState>
        ) : (
          <ArtifactBrowser
            roots={[
              {
                label: 'Files of the model',
                path: folder,
                archive: `api/millrace/v1/logged-models/${info.model_id}/archive`,
              },
            ]}
            selected={selected ?? linked?.path}
            onSelect={onSelect}
          />
        )}
      </Section>
    </>
  );
}

function RegisteredAs({ runId, modelId }: { runId: string; modelId: string }) {
  const { data: versions, error } = useRunVersions(runId);
  if (error !== null) return <span className="muted">could not be loaded</span>;
  const own = versions?.filter((version) => version.model_id === modelId) ?? [];
  if (own.length === 0)
    return <span className="muted">{versions === undefined ? '' : 'not registered'}</span>;
  return own.map(({ name, version }, place) => (
    <span key={`${name} ${version}`}>
      {place > 0 && ', '}
      <Link
        to="/models/$modelName/versions/$version"
        params={{ modelName: name, version }}
      >{`${name} v${version}`}</Link>
    </span>
  ));
}
