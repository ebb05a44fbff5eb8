import { useMutation, useQueryClient } from '@tanstack/react-query';
import { webhookPath } from '@/features/webhooks/api/getWebhook';
import { webhooksQueryOptions } from '@/features/webhooks/api/listWebhooks';
import { millrace } from '@/lib/http';

export function deleteWebhook(webhookId: string): Promise<unknown> {
  return millrace(webhookPath(webhookId), { method: 'DELETE' });
}

/** Deletes a webhook, then reads the list again; what asks for the webhook itself would be answered 404. */
export function useDeleteWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteWebhook,
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQueryOptions().queryKey, exact: true }),
  });
}
