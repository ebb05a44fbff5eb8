import { Button } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/components/Section';
import type { Endpoint } from '@/features/endpoints/api/types';
import { OptionsDialog } from '@/features/endpoints/components/OptionsDialog';
import { optionsText } from '@/features/endpoints/optionFields';

/** What the endpoint has of its own in the place of the server's settings. */
export function OptionsSection({ endpoint }: { endpoint: Endpoint }) {
  const [changing, setChanging] = useState(false);
  const options = endpoint.options ?? {};
  const words = optionsText(options);
  return (
    <Section
      title="Options"
      actions={
        <Button variant="default" size="xs" onClick={() => setChanging(true)}>
          Change options
        </Button>
      }
    >
      {words.length === 0 ? (
        <p className="muted">Bounds, batching and policies are as the server is configured.</p>
      ) : (
        <p>{capitalised(words.join('; '))}.</p>
      )}
      {changing && (
        <OptionsDialog endpointName={endpoint.name} options={options} onClose={() => setChanging(false)} />
      )}
    </Section>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
