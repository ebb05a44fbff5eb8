import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useLastPromotions } from '@/features/promotions/api/lastPromotions';
import type { Promotion } from '@/features/promotions/api/types';

/** What moved last, and what was stopped. */
export function LastPromotions() {
  const { data, error, refetch } = useLastPromotions();
  return (
    <Section title="Last promotions">
      {error !== null ? (
        <ErrorState error={error} doing="load the promotions" onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="promotions" />
      ) : data.length === 0 ? (
        <p className="muted">No version was promoted yet.</p>
      ) : (
        <DataTable
          label="Last promotions"
          rows={data}
          rowKey={(promotion) => promotion.promotion_id}
          columns={[
            {
              header: 'Model',
              cell: (promotion) => (
                <Link to="/models/$modelName" params={{ modelName: promotion.model_name }}>
                  {promotion.model_name}
                </Link>
              ),
            },
            { header: 'Alias', cell: (promotion) => promotion.alias },
            { header: 'Versions', cell: versions },
            { header: 'By', cell: (promotion) => promotion.user ?? '–' },
            { header: 'When', cell: (promotion) => <RelativeTime millis={promotion.created_at} /> },
          ]}
        />
      )}
    </Section>
  );
}

function versions({ from_version: from, to_version: to, outcome }: Promotion): string {
  const moved = outcome === undefined || outcome === 'done' ? '' : ` (${outcome})`;
  if (to === undefined) return `${from ?? '–'} taken away${moved}`;
  return `${from === undefined ? '' : `${from} → `}${to}${moved}`;
}
