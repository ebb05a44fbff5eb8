import { useMutation } from '@tanstack/react-query';
import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { TestResult } from '@/features/webhooks/api/types';
import { millrace } from '@/lib/http';

export async function testWebhook(webhookId: string, event: string): Promise<TestResult> {
  const answer = await millrace<{ result: TestResult }>(`${webhookPath(webhookId)}/test`, {
    body: { event },
  });
  return answer.result;
}

/** Sends an example of an event once. */
export function useTestWebhook(webhookId: string) {
  return useMutation({ mutationFn: (event: string) => testWebhook(webhookId, event) });
}
