import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSaveEndpoint } from '@/features/endpoints/api/saveEndpoint';
import type { Endpoint } from '@/features/endpoints/api/types';
import { FollowedFields } from '@/components/FollowedFields';
import { FormDialog } from '@/components/FormDialog';
import { followedOf, type FollowedKind } from '@/lib/followed';

interface EndpointDialogProps {
  /** The one that is changed; absent where one is opened. */
  endpoint?: Endpoint;
  onSaved: (endpoint: Endpoint) => void;
  onClose: () => void;
}

/** Opens an endpoint, or changes what it follows, its owner and its description. */
export function EndpointDialog({ endpoint, onSaved, onClose }: EndpointDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const change = (part: Partial<typeof draft>) => setDraft((previous) => ({ ...previous, ...part }));
  const save = useSaveEndpoint(endpoint?.name);
  const { name, model, kind, value, owner, description } = draft;
  return (
    <FormDialog
      title={endpoint === undefined ? 'Open an endpoint' : `Change ${endpoint.name}`}
      verb={endpoint === undefined ? 'Open' : 'Save changes'}
      ready={name.trim() !== '' && model.trim() !== '' && value.trim() !== ''}
      pending={save.isPending}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          {
            ...(endpoint === undefined ? { name: name.trim(), model_name: model.trim() } : {}),
            ...followedOf(kind, value),
            owner,
            description,
          },
          { onSuccess: onSaved },
        )
      }
      onClose={onClose}
    >
      {endpoint === undefined && (
        <>
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Registered model"
            required
            value={model}
            onChange={(event) => change({ model: event.currentTarget.value })}
          />
        </>
      )}
      <FollowedFields kind={kind} value={value} onChange={(k, v) => change({ kind: k, value: v })} />
      <TextInput
        label="Owner"
        description="Who answers for it"
        value={owner}
        maxLength={255}
        onChange={(event) => change({ owner: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        maxLength={5000}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

function draftOf(endpoint: Endpoint | undefined) {
  const kind: FollowedKind =
    endpoint?.version !== undefined ? 'version' : endpoint?.stage !== undefined ? 'stage' : 'alias';
  return {
    name: endpoint?.name ?? '',
    model: endpoint?.model_name ?? '',
    kind,
    value: endpoint === undefined ? 'champion' : (endpoint[kind] ?? ''),
    owner: endpoint?.owner ?? '',
    description: endpoint?.description ?? '',
  };
}
