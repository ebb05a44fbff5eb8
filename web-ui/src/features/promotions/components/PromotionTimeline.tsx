import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadMore } from '@/components/LoadMore';
import { Loading } from '@/components/Loading';
import { RelativeTime } from '@/components/RelativeTime';
import { Chip } from '@/components/TagList';
import { usePromotions } from '@/features/promotions/api/searchPromotions';
import type { GateResult, Promotion } from '@/features/promotions/api/types';
import { GateList } from '@/features/promotions/components/GateList';
import classes from '@/features/promotions/components/PromotionTimeline.module.css';
import { failureWords } from '@/features/promotions/outcomes';

interface PromotionTimelineProps {
  modelName: string;
  /** Only what led to this version, or away from it. */
  version?: string;
}

/** The history of a model's aliases, newest first. */
export function PromotionTimeline({ modelName, version }: PromotionTimelineProps) {
  const query = usePromotions(modelName);
  if (query.error !== null) {
    return (
      <ErrorState error={query.error} doing="load the promotions" onRetry={() => void query.refetch()} />
    );
  }
  if (query.data === undefined) return <Loading what="promotions" lines={3} />;
  const promotions = query.data.pages
    .flatMap((page) => page.promotions ?? [])
    .filter(
      ({ from_version: from, to_version: to }) => version === undefined || [from, to].includes(version),
    );
  if (promotions.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState title={version === undefined ? 'Nothing was promoted yet' : 'It was never promoted'}>
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
            {promotion.message !== undefined && promotion.message !== '' && (
              <p className={classes.reason}>{promotion.message}</p>
            )}
            {promotion.reason !== undefined && promotion.reason !== '' && (
              <p className={classes.reason}>{promotion.reason}</p>
            )}
            <p className={classes.by}>
              <RelativeTime millis={promotion.created_at} />
              {promotion.user !== '' && ` by ${promotion.user}`}
              {promotion.ci_url?.startsWith('https://') === true && (
                <>
                  {' from '}
                  <a href={promotion.ci_url} rel="noreferrer">
                    its CI job
                  </a>
                </>
              )}
            </p>
            {promotion.gates !== undefined && promotion.gates.length > 0 && (
              <details>
                <summary className={classes.by}>{gateCount(promotion.gates)}</summary>
                <GateList gates={promotion.gates} />
              </details>
            )}
          </li>
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  );
}

function gateCount(gates: readonly GateResult[]) {
  const passed = gates.filter((gate) => gate.status === 'pass').length;
  return `${passed} of ${gates.length} ${gates.length === 1 ? 'gate' : 'gates'} passed`;
}

function Move({ promotion }: { promotion: Promotion }) {
  const { from_version: from, to_version: to, kind } = promotion;
  const failure = failureWords(promotion);
  if (failure !== undefined) return <span>{`v${to} ${failure}`}</span>;
  if (to === undefined) return <span>{`removed from v${from}`}</span>;
  return (
    <span>
      {from === undefined ? 'pointed to ' : `v${from} → `}
      <strong>v{to}</strong>
      {kind === 'rollback' && ', rolled back'}
    </span>
  );
}
