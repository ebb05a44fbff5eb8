import { Facts } from '@/components/Facts';
import type { ArtifactUsage } from '@/features/storage/api/types';
import { formatBytes, plural } from '@/lib/format';

export function UsageFacts({ usage }: { usage: ArtifactUsage }) {
  const share = usage.bytes === 0 ? 0 : Math.round((100 * usage.saved_bytes) / usage.bytes);
  return (
    <>
      <Facts
        facts={[
          { name: 'Files', value: usage.files.toLocaleString() },
          { name: 'Their size', value: formatBytes(usage.bytes) },
          {
            name: 'Stored',
            value: `${formatBytes(usage.stored_bytes)} in ${plural(usage.objects, 'object')}`,
          },
          { name: 'Saved by sharing', value: `${formatBytes(usage.saved_bytes)} (${share} %)` },
          { name: 'Without a file', value: plural(usage.unreferenced_objects, 'object') },
        ]}
      />
      <p className="muted">
        Files of the same content are stored once. An object without a file is an upload under way, or left
        over: the server removes those that are old by itself, <code>millrace artifacts collect</code> does it
        at once.
      </p>
    </>
  );
}
