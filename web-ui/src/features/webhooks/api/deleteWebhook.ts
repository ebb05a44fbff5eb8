import { webhookPath } from '@/features/webhooks/api/getWebhook';
import { millrace } from '@/lib/http';
import { useChange } from '@/lib/useChange';

export function deleteWebhook(webhookId: string): Promise<unknown> {
  return millrace(webhookPath(webhookId), { method: 'DELETE' });
}

export function useDeleteWebhook() {
  return useChange(deleteWebhook, {
    reads: [['webhooks']],
    forgets: (webhookId) => ['webhooks', webhookId],
  });
}
