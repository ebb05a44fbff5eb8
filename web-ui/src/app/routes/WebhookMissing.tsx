import { Link } from '@tanstack/react-router';
import { NotFound } from '@/components/NotFound';

export function WebhookMissing({ webhookId }: { webhookId: string }) {
  return (
    <NotFound title={`There is no webhook with the ID ${webhookId}`}>
      <p>
        It may have been deleted. See the <Link to="/webhooks">webhooks there are</Link>.
      </p>
    </NotFound>
  );
}
