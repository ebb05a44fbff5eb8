import { Button } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/components/Section';
import type { Endpoint } from '@/features/endpoints/api/types';
import { VariantDialog } from '@/features/endpoints/components/VariantDialog';
import { VariantsTable } from '@/features/endpoints/components/VariantsTable';

export function VariantsSection({ endpoint }: { endpoint: Endpoint }) {
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Variants"
      count={endpoint.variants?.length ?? 0}
      actions={
        <Button variant="default" size="xs" onClick={() => setAdding(true)}>
          Add a variant
        </Button>
      }
    >
      <VariantsTable endpoint={endpoint} />
      {adding && <VariantDialog endpointName={endpoint.name} onClose={() => setAdding(false)} />}
    </Section>
  );
}
