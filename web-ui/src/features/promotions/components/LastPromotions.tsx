import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Section } from '@/components/Section';
import { useLastPromotions } from '@/features/promotions/api/lastPromotions';
import type { Promotion } from '@/features/promotions/api/types';
import { failureWords } from '@/features/promotions/outcomes';

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
            { header: 'By', cell: (promotion) => promotion.user || '–' },
            { header: 'When', cell: (promotion) => <RelativeTime millis={promotion.created_at} /> },
          ]}
        />
      )}
    </Section>
  );
}

function versions(promotion: Promotion): string {
  const { from_version: from, to_version: to, kind } = promotion;
  const failure = failureWords(promotion);
  if (failure !== undefined) return `v${to ?? from} ${failure}`;
  if (to === undefined) return `removed from v${from}`;
  return `${from === undefined ? '' : `v${from} → `}v${to}${kind === 'rollback' ? ', rolled back' : ''}`;
}
