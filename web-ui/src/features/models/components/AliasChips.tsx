import { Chip } from '@/components/TagList';
import type { Alias } from '@/features/models/api/types';

/** The aliases of one version, or of a model with the version each points to. */
export function AliasChips({
  aliases,
  version,
}: {
  aliases: readonly Alias[] | undefined;
  version?: string;
}) {
  const shown = (aliases ?? []).filter((alias) => version === undefined || alias.version === version);
  if (shown.length === 0) return <span className="muted">–</span>;
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
      {shown.map((alias) => (
        <Chip key={alias.alias} accent>
          {version === undefined ? `${alias.alias} → v${alias.version}` : alias.alias}
        </Chip>
      ))}
    </span>
  );
}
