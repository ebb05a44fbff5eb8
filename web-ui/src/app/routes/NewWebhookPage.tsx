import { notifications } from '@mantine/notifications';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { experimentField } from '@/app/routes/experimentField';
import { Page } from '@/components/Page';
import { WebhookForm } from '@/features/webhooks/components/WebhookForm';

export const Route = createLazyRoute('/webhooks/new')({ component: NewWebhookPage });

function NewWebhookPage() {
  const navigate = Route.useNavigate();
  return (
    <Page
      title="New webhook"
      trail={[
        <Link key="all" to="/webhooks">
          Webhooks
        </Link>,
      ]}
    >
      <WebhookForm
        experimentField={experimentField}
        onSaved={({ webhook_id: webhookId, name }) => {
          notifications.show({ title: 'Created', message: `${name} is told from now on.`, color: 'race' });
          void navigate({ to: '/webhooks/$webhookId', params: { webhookId }, replace: true });
        }}
        onCancel={() => void navigate({ to: '/webhooks' })}
      />
    </Page>
  );
}
