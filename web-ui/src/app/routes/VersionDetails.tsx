import { SourceRun } from '@/app/routes/SourceRun';
import { VersionArtifacts } from '@/app/routes/VersionArtifacts';
import classes from '@/app/routes/VersionDetails.module.css';
import { VersionMetrics } from '@/app/routes/VersionMetrics';
import { VersionSignature } from '@/app/routes/VersionSignature';
import { VersionTests } from '@/app/routes/VersionTests';
import { Facts } from '@/components/Facts';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { useDownloadUri } from '@/features/models/api/getDownloadUri';
import type { Alias, ModelVersion } from '@/features/models/api/types';
import { DescriptionNote } from '@/features/models/components/DescriptionNote';
import { AliasChips } from '@/features/models/components/AliasChips';
import { ModelTags } from '@/features/models/components/ModelTags';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';

interface VersionDetailsProps {
  version: ModelVersion;
  aliases: Alias[] | undefined;
  /** The file shown. */
  selected: string | undefined;
  onSelect: (path: string) => void;
}

/** All that says why a version may go live, or is live: what it takes, how good it is, who promoted it, its files. */
export function VersionDetails({ version, aliases, selected, onSelect }: VersionDetailsProps) {
  const { name, version: number, run_id: runId } = version;
  const { data: uri } = useDownloadUri(name, number);
  const folder = uri === undefined ? undefined : proxiedPath(uri);
  const champion = aliases?.find(({ alias }) => alias === 'champion')?.version;
  return (
    <>
      <Facts
        facts={[
          { name: 'Aliases', value: <AliasChips aliases={aliases} version={number} /> },
          { name: 'Registered', value: <RelativeTime millis={version.creation_timestamp} /> },
          { name: 'Source run', value: runId ? <SourceRun runId={runId} /> : '–' },
          { name: 'Source', value: <span className="mono">{version.source || '–'}</span> },
          { name: 'Tags', value: <ModelTags name={name} version={number} tags={version.tags} /> },
        ]}
      />
      <DescriptionNote name={name} version={number} text={version.description} />
      <div className={classes.columns}>
        <div>
          <Section title={champion === number ? 'Metrics of the champion' : 'Metrics'}>
            <VersionMetrics version={version} champion={champion === number ? undefined : champion} />
          </Section>
          <Section title="Signature">
            <VersionSignature folder={folder} />
          </Section>
        </div>
        <div>
          <Section title="Promotions and gates">
            <PromotionTimeline modelName={name} version={number} />
          </Section>
          {folder !== undefined && <VersionTests folder={folder} onSelect={onSelect} />}
        </div>
      </div>
      <Section title="Artifacts">
        <VersionArtifacts modelName={name} version={number} selected={selected} onSelect={onSelect} />
      </Section>
    </>
  );
}
