import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useState } from 'react';
import { FormDialog } from '@/components/FormDialog';
import { isClientsTag, PartlyChanged, tagChanges, type Tag, type TagChange } from '@/lib/tags';

interface TagsDialogProps {
  title: string;
  /** What is there now. */
  tags: readonly Tag[];
  pending: boolean;
  error: Error | null;
  onSave: (changes: readonly TagChange[]) => void;
  onClose: () => void;
}

const BLANK: Tag = { key: '', value: '' };

const isBlank = ({ key, value }: Tag) => key.trim() === '' && value === '';

/** Sets, changes and removes tags of one thing. */
export function TagsDialog({ title, tags, pending, error, onSave, onClose }: TagsDialogProps) {
  const [kept, setKept] = useState(() => tags.toSorted((a, b) => a.key.localeCompare(b.key)));
  const [added, setAdded] = useState<readonly Tag[]>(tags.length === 0 ? [BLANK] : []);
  const fresh = added.filter((tag) => !isBlank(tag)).map(({ key, value }) => ({ key: key.trim(), value }));
  const after = [...kept, ...fresh];
  const isTwice = (key: string) => after.filter((tag) => tag.key === key.trim()).length > 1;
  const faultOf = (key: string) =>
    isClientsTag(key.trim())
      ? 'Clients keep tags of such a name for themselves'
      : isTwice(key)
        ? 'There is a tag with this key'
        : undefined;
  const changes = tagChanges(tags, after);
  const edit = (place: number, part: Partial<Tag>) =>
    setAdded(added.map((tag, index) => (index === place ? { ...tag, ...part } : tag)));
  return (
    <FormDialog
      title={title}
      verb="Save the tags"
      ready={changes.length > 0 && fresh.every(({ key }) => key !== '' && faultOf(key) === undefined)}
      pending={pending}
      error={error}
      failure={error instanceof PartlyChanged ? 'Not all was changed' : undefined}
      onSubmit={() => onSave(changes)}
      onClose={onClose}
    >
      {kept.map((tag) => (
        <Group key={tag.key} gap="xs" align="end" wrap="nowrap">
          <TextInput
            flex={1}
            label={tag.key}
            value={tag.value}
            onChange={({ currentTarget: { value } }) =>
              setKept(kept.map((other) => (other === tag ? { ...tag, value } : other)))
            }
          />
          <Remove what={tag.key} onClick={() => setKept(kept.filter((other) => other !== tag))} />
        </Group>
      ))}
      {added.map((tag, place) => (
        <Group key={place} gap="xs" align="start" wrap="nowrap">
          <TextInput
            flex={1}
            label="Key"
            data-autofocus={place === 0 || undefined}
            value={tag.key}
            error={faultOf(tag.key)}
            onChange={(event) => edit(place, { key: event.currentTarget.value })}
          />
          <TextInput
            flex={1}
            label="Value"
            value={tag.value}
            onChange={(event) => edit(place, { value: event.currentTarget.value })}
          />
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setAdded([...added, BLANK])}
      >
        Add a tag
      </Button>
    </FormDialog>
  );
}

function Remove({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" size={36} aria-label={`Remove ${what}`} title="Remove" onClick={onClick}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  );
}
