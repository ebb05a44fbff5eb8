import { Facts } from '@/components/Facts';
import { RelativeTime } from '@/components/RelativeTime';
import type { StorageReport } from '@/features/storage/api/types';
import { formatBytes, plural } from '@/lib/format';

export function UsageFacts({ report: { total, waiting, counted_at: countedAt } }: { report: StorageReport }) {
  const share = total.bytes === 0 ? 0 : Math.round((100 * total.saved_bytes) / total.bytes);
  return (
    <>
      <Facts
        facts={[
          { name: 'Files', value: total.files.toLocaleString('en-US') },
          { name: 'Their size', value: formatBytes(total.bytes) },
          {
            name: 'Stored',
            value: `${formatBytes(total.stored_bytes)} in ${plural(total.objects, 'object')}`,
          },
          { name: 'Saved by sharing', value: `${formatBytes(total.saved_bytes)} (${share} %)` },
          {
            name: 'Waiting to be removed',
            value: `${plural(waiting.objects, 'object')}, ${formatBytes(waiting.bytes)}`,
          },
          { name: 'Counted', value: <RelativeTime millis={countedAt} /> },
        ]}
      />
      <p className="muted">
        Files of the same content are stored once. What waits is an upload under way, or left over: the server
        removes those that are old by itself, <code>millrace artifacts collect</code> does it at once.
      </p>
    </>
  );
}
