import { useMutation } from '@tanstack/react-query';
import { webhookPath } from '@/features/webhooks/api/getWebhook';
import type { TestResult, WebhookEvent } from '@/features/webhooks/api/types';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import { millrace } from '@/lib/http';

type Answer = Known<
  AnswerTo<'POST /api/millrace/v1/webhooks/{webhook_id}/test'>,
  never,
  { result: TestResult }
>;

export async function testWebhook(webhookId: string, event: WebhookEvent): Promise<TestResult> {
  const answer = await millrace<Answer>(`${webhookPath(webhookId)}/test`, {
    body: { event } satisfies BodyOf<'POST /api/millrace/v1/webhooks/{webhook_id}/test'>,
  });
  return answer.result;
}

/** Sends an example of an event once. */
export function useTestWebhook(webhookId: string) {
  return useMutation({ mutationFn: (event: WebhookEvent) => testWebhook(webhookId, event) });
}
