import { Checkbox, PasswordInput } from '@mantine/core';
import type { WebhookDraft } from '@/features/webhooks/draft';

interface SecretFieldsProps {
  draft: WebhookDraft;
  /** Whether a secret was saved before. */
  signed: boolean;
  onChange: (part: Partial<WebhookDraft>) => void;
}

/** What deliveries are signed under. It goes to the server and does not come back. */
export function SecretFields({ draft, signed, onChange }: SecretFieldsProps) {
  return (
    <>
      <PasswordInput
        label={signed ? 'New secret' : 'Secret'}
        description={
          signed
            ? 'There is one, which is not shown again. Leave this empty to keep it.'
            : 'Deliveries are signed under it, so that the receiver can tell them from others. It is not shown again.'
        }
        autoComplete="new-password"
        maxLength={1000}
        disabled={draft.unsigned}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        value={draft.secret}
        onChange={(event) => onChange({ secret: event.currentTarget.value })}
      />
      {signed && (
        <Checkbox
          label="Remove the secret"
          description="Deliveries are then no longer signed."
          checked={draft.unsigned}
          onChange={(event) => onChange({ unsigned: event.currentTarget.checked, secret: '' })}
        />
      )}
    </>
  );
}
