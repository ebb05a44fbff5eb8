import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Chip } from '@/components/TagList';
import { usePromotions } from '@/features/promotions/api/searchPromotions';
import type { Promotion } from '@/features/promotions/api/types';
import classes from '@/features/promotions/components/PromotionTimeline.module.css';

/** Every move of a model's aliases, newest first. */
export function PromotionTimeline({ modelName }: { modelName: string }) {
  const query = usePromotions(modelName);
  if (query.error !== null) {
    return (
      <ErrorState error={query.error} doing="load the promotions" onRetry={() => void query.refetch()} />
    );
  }
  if (query.data === undefined) return <Loading what="promotions" lines={3} />;
  const promotions = query.data.pages.flatMap((page) => page.promotions ?? []);
  if (promotions.length === 0) {
    return (
      <EmptyState title="Nothing was promoted yet">
        <p>Promote a version, and who did it, when and why is kept here.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={classes.timeline}>
        {promotions.map((promotion) => (
          <li key={promotion.promotion_id} className={classes.entry}>
            <p className={classes.move}>
              <Chip accent>{promotion.alias}</Chip>
              <Move promotion={promotion} />
            </p>
            {promotion.reason !== undefined && promotion.reason !== '' && (
              <p className={classes.reason}>{promotion.reason}</p>
            )}
            <p className={classes.by}>
              <RelativeTime millis={promotion.created_at} />
              {promotion.user !== undefined && promotion.user !== '' && ` by ${promotion.user}`}
            </p>
          </li>
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  );
}

function Move({ promotion: { from_version: from, to_version: to } }: { promotion: Promotion }) {
  if (to === undefined) return <span>{`removed from v${from}`}</span>;
  return (
    <span>
      {from === undefined ? 'pointed to ' : `v${from} → `}
      <strong>v{to}</strong>
    </span>
  );
}
