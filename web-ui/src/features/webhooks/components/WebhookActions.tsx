import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { useDeleteWebhook } from '@/features/webhooks/api/deleteWebhook';
import { useSaveWebhook } from '@/features/webhooks/api/saveWebhook';
import type { Webhook } from '@/features/webhooks/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { failureToast } from '@/components/toasts';

interface WebhookActionsProps {
  webhook: Webhook;
  /** The page knows it, too: it stops asking for what is being deleted. */
  removal: ReturnType<typeof useDeleteWebhook>;
  onDeleted: () => void;
}

/** Pauses, resumes, edits and deletes a webhook. */
export function WebhookActions({ webhook, removal, onDeleted }: WebhookActionsProps) {
  const [asking, setAsking] = useState<'pause' | 'delete'>();
  const { webhook_id: webhookId, name } = webhook;
  const save = useSaveWebhook(webhookId);

  const setStatus = (status: Webhook['status']) =>
    save.mutate(
      { status },
      {
        onSuccess: () => setAsking(undefined),
        onError: status === 'ACTIVE' ? failureToast('Not resumed') : undefined,
      },
    );
  const ask = (what: 'pause' | 'delete') => {
    save.reset();
    removal.reset();
    setAsking(what);
  };
  const close = () => setAsking(undefined);

  return (
    <>
      {webhook.status === 'ACTIVE' ? (
        <Button variant="default" size="xs" onClick={() => ask('pause')}>
          Pause…
        </Button>
      ) : (
        <Button size="xs" loading={save.isPending} onClick={() => setStatus('ACTIVE')}>
          Resume
        </Button>
      )}
      <Button
        variant="default"
        size="xs"
        renderRoot={(props) => <Link to="/webhooks/$webhookId/edit" params={{ webhookId }} {...props} />}
      >
        Edit
      </Button>
      <Button variant="default" size="xs" onClick={() => ask('delete')}>
        Delete…
      </Button>
      {asking === 'pause' && (
        <ConfirmDialog
          title={`Pause ${name}?`}
          verb="Pause"
          pending={save.isPending}
          error={save.error}
          onConfirm={() => setStatus('DISABLED')}
          onClose={close}
        >
          <p>
            It is not told of what happens while it is paused, also not later. Deliveries that are under way
            fail; they can be sent again when it is resumed.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          verb={`Delete ${name}`}
          dangerous
          pending={removal.isPending}
          error={removal.error}
          onConfirm={() =>
            removal.mutate(webhookId, {
              onSuccess: () => {
                notifications.show({ title: 'Deleted', message: `${name} is gone.`, color: 'race' });
                onDeleted();
              },
            })
          }
          onClose={close}
        >
          <p>
            Nothing more is sent to <span className="mono">{webhook.url}</span>, and the list of its
            deliveries goes, too. This cannot be taken back.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
