import { createLazyRoute, Link } from '@tanstack/react-router';
import { WebhookMissing } from '@/app/routes/WebhookMissing';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Note } from '@/components/Note';
import { Page } from '@/components/Page';
import { Section } from '@/components/Section';
import { useDeleteWebhook } from '@/features/webhooks/api/deleteWebhook';
import { useWebhook } from '@/features/webhooks/api/getWebhook';
import { DeliveryLog } from '@/features/webhooks/components/DeliveryLog';
import { TestWebhook } from '@/features/webhooks/components/TestWebhook';
import { WebhookActions } from '@/features/webhooks/components/WebhookActions';
import { WebhookFacts } from '@/features/webhooks/components/WebhookFacts';
import { WebhookStatusPill } from '@/features/webhooks/components/WebhookStatusPill';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/webhooks/$webhookId')({ component: WebhookPage });

function WebhookPage() {
  const { webhookId } = Route.useParams();
  const { status } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: webhook, error, refetch } = useWebhook(webhookId);
  const removal = useDeleteWebhook();

  if (isNotFound(error)) return <WebhookMissing webhookId={webhookId} />;
  return (
    <Page
      title={webhook?.name ?? 'Webhook'}
      trail={[
        <Link key="all" to="/webhooks">
          Webhooks
        </Link>,
      ]}
      aside={webhook !== undefined && <WebhookStatusPill status={webhook.status} />}
      actions={
        webhook !== undefined && (
          <WebhookActions
            webhook={webhook}
            removal={removal}
            onDeleted={() => void navigate({ to: '/webhooks', replace: true })}
          />
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the webhook" onRetry={() => void refetch()} />
      ) : webhook === undefined ? (
        <Loading what="the webhook" />
      ) : (
        <>
          <WebhookFacts webhook={webhook} />
          {webhook.description !== undefined && <Note text={webhook.description} />}
          <Section title="Test">
            <TestWebhook webhook={webhook} />
          </Section>
          {/* What is deleted has no deliveries to ask for. */}
          {!removal.isPending && !removal.isSuccess && (
            <DeliveryLog
              webhook={webhook}
              status={status}
              onStatus={(next) => void navigate({ search: { status: next }, replace: true })}
            />
          )}
        </>
      )}
    </Page>
  );
}
