import { EditTags } from '@/components/EditTags';
import { KeyValueTable } from '@/components/KeyValueTable';
import { useChangeTags } from '@/features/runs/api/editRuns';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';
import { userTags } from '@/lib/tags';

/** The tags that people gave a run, to be changed in their place. */
export function RunTags({ run }: { run: Run }) {
  const tags = userTags(run.data.tags);
  const change = useChangeTags(run.info.run_id);
  return (
    <KeyValueTable
      title="Tags"
      empty="No tags were set."
      items={tags}
      actions={<EditTags of={runName(run)} tags={tags} change={change} />}
    />
  );
}
