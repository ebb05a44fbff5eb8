import { notifications } from '@mantine/notifications';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { experimentField } from '@/app/routes/experimentField';
import { WebhookMissing } from '@/app/routes/WebhookMissing';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Page } from '@/components/Page';
import { useWebhook } from '@/features/webhooks/api/getWebhook';
import { WebhookForm } from '@/features/webhooks/components/WebhookForm';
import { isNotFound } from '@/lib/http';

export const Route = createLazyRoute('/webhooks/$webhookId/edit')({ component: EditWebhookPage });

function EditWebhookPage() {
  const { webhookId } = Route.useParams();
  const navigate = Route.useNavigate();
  const { data: webhook, error, refetch } = useWebhook(webhookId);
  const back = () => void navigate({ to: '/webhooks/$webhookId', params: { webhookId } });

  if (isNotFound(error)) return <WebhookMissing webhookId={webhookId} />;
  return (
    <Page
      title={webhook === undefined ? 'Edit a webhook' : `Edit ${webhook.name}`}
      trail={[
        <Link key="all" to="/webhooks">
          Webhooks
        </Link>,
        <Link key="webhook" to="/webhooks/$webhookId" params={{ webhookId }}>
          {webhook?.name ?? webhookId}
        </Link>,
      ]}
    >
      {error !== null ? (
        <ErrorState error={error} doing="load the webhook" onRetry={() => void refetch()} />
      ) : webhook === undefined ? (
        <Loading what="the webhook" />
      ) : (
        <WebhookForm
          webhook={webhook}
          experimentField={experimentField}
          onSaved={({ name }) => {
            notifications.show({ title: 'Saved', message: `${name} was changed.`, color: 'race' });
            back();
          }}
          onCancel={back}
        />
      )}
    </Page>
  );
}
