import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { DataTable } from '@/components/DataTable';
import { useDeleteVariant } from '@/features/endpoints/api/saveVariant';
import type { Endpoint, Variant } from '@/features/endpoints/api/types';
import { DeploymentStatePill } from '@/features/endpoints/components/DeploymentStatePill';
import { ShadowSummary } from '@/features/endpoints/components/ShadowSummary';
import { SplitBar } from '@/features/endpoints/components/SplitBar';
import { VariantDialog } from '@/features/endpoints/components/VariantDialog';
import { followedText } from '@/lib/followed';
import { splitOf } from '@/features/endpoints/split';

/** How the requests of an endpoint are shared, and the further versions behind it. */
export function VariantsTable({ endpoint }: { endpoint: Endpoint }) {
  const [changed, setChanged] = useState<Variant>();
  const removal = useDeleteVariant(endpoint.name);
  const variants = endpoint.variants ?? [];
  const parts = splitOf(endpoint);
  return (
    <>
      {parts.length > 1 && <SplitBar parts={parts} />}
      {variants.length === 0 ? (
        <p className="muted">
          No other version is served. A variant answers a share of the requests, or is sent copies of them.
        </p>
      ) : (
        <DataTable
          label="Variants"
          rows={variants}
          rowKey={(variant) => variant.name}
          columns={[
            { header: 'Name', cell: (variant) => variant.name },
            { header: 'Follows', cell: (variant) => followedText(endpoint.model_name, variant) },
            { header: 'Requests', cell: requestsOf },
            {
              header: 'Version',
              cell: ({ live_version: version }) =>
                version === undefined ? <span className="muted">none yet</span> : `v${version}`,
            },
            { header: 'State', cell: (variant) => <DeploymentStatePill state={variant.live_state} /> },
            {
              header: 'Reason',
              cell: ({ deployments }) =>
                deployments?.find(({ state }) => state === 'FAILED')?.reason ?? (
                  <span className="muted">–</span>
                ),
            },
            {
              header: 'Actions',
              cell: (variant) => (
                <Group gap="xs" wrap="nowrap">
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Change ${variant.name}`}
                    onClick={() => setChanged(variant)}
                  >
                    Change
                  </Button>
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Remove ${variant.name}`}
                    loading={removal.isPending && removal.variables === variant.name}
                    onClick={() => removal.mutate(variant.name)}
                  >
                    Remove
                  </Button>
                </Group>
              ),
            },
          ]}
        />
      )}
      {variants
        .filter((variant) => variant.shadow !== undefined)
        .map((variant) => (
          <ShadowSummary key={variant.name} endpointName={endpoint.name} variant={variant.name} />
        ))}
      {changed !== undefined && (
        <VariantDialog endpointName={endpoint.name} variant={changed} onClose={() => setChanged(undefined)} />
      )}
    </>
  );
}

function requestsOf({ weight, shadow }: Variant): string {
  if (shadow !== undefined) return `mirrored, ${shadow.sample ?? 100} %`;
  return weight === 0 ? 'by version only' : `${weight} %`;
}
