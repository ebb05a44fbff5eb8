import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CallerField } from '@/components/CallerField';
import { FailureAlert } from '@/components/FailureAlert';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useAnswerRequest } from '@/features/promotions/api/answerRequest';
import { useOpenRequests } from '@/features/promotions/api/openRequests';
import type { PromotionRequest } from '@/features/promotions/api/types';
import { GateList } from '@/features/promotions/components/GateList';

/** Promotions that wait for people or checks; nothing where none does. */
export function OpenRequests({ modelName }: { modelName: string }) {
  const { data: requests = [] } = useOpenRequests(modelName);
  if (requests.length === 0) return null;
  return (
    <Section title="Waiting for approval" count={requests.length}>
      <CallerField size="xs" description="An answer names whoever gives it" />
      {requests.map((request) => (
        <OpenRequest key={request.request_id} request={request} />
      ))}
    </Section>
  );
}

function OpenRequest({ request }: { request: PromotionRequest }) {
  const answer = useAnswerRequest();
  const [comment, setComment] = useState('');
  const give = (verb: 'approve' | 'refuse') =>
    answer.mutate({ requestId: request.request_id, verb, comment: comment.trim() });
  return (
    <article aria-label={`Request ${request.request_id}`}>
      <p>
        <strong>{request.user}</strong> wants <strong>v{request.to_version}</strong> to be {request.alias}{' '}
        <RelativeTime millis={request.created_at} />
        {request.reason !== undefined && `: ${request.reason}`}
      </p>
      <GateList gates={request.gates ?? []} />
      <FailureAlert title="Not accepted" error={answer.error} />
      <Group gap="xs" align="end">
        <TextInput
          label="Comment"
          size="xs"
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Button size="xs" loading={answer.isPending} onClick={() => give('approve')}>
          Approve
        </Button>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => give('refuse')}>
          Refuse
        </Button>
      </Group>
    </article>
  );
}
