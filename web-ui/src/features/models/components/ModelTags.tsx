import { EditTags } from '@/components/EditTags';
import { TagList } from '@/components/TagList';
import { useChangeTags, type Tagged } from '@/features/models/api/changeTags';
import { userTags, type Tag } from '@/lib/tags';

interface ModelTagsProps extends Tagged {
  tags: readonly Tag[] | undefined;
}

/** The tags that people gave a model or a version of it, to be changed in their place. */
export function ModelTags({ name, version, tags }: ModelTagsProps) {
  const change = useChangeTags({ name, version });
  const shown = userTags(tags);
  return (
    <>
      <TagList tags={shown} />
      <EditTags of={version === undefined ? name : `${name} v${version}`} tags={shown} change={change} />
    </>
  );
}
