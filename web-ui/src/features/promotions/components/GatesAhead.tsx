import { FailureAlert } from '@/components/FailureAlert';
import { Loading } from '@/components/Loading';
import type { PromotionAnswer } from '@/features/promotions/api/createPromotion';
import type { GateResult } from '@/features/promotions/api/types';
import { GateList } from '@/features/promotions/components/GateList';
import classes from '@/features/promotions/components/PromoteDialog.module.css';

interface GatesAheadProps {
  answer: PromotionAnswer | undefined;
  error: Error | null;
}

/** What the gates say of a move before anybody makes it. */
export function GatesAhead({ answer, error }: GatesAheadProps) {
  if (error !== null) return <FailureAlert title="The gates could not be asked" error={error} />;
  if (answer === undefined) return <Loading what="what the gates say" lines={2} />;
  const gates = answer.request?.gates ?? [];
  if (gates.length === 0) return <p className="muted">No gate stands in between: nothing is checked.</p>;
  return (
    <section aria-label="Gates">
      <h3 className={classes.gates}>{verdict(gates)}</h3>
      <GateList gates={gates} />
    </section>
  );
}

/** Whether the alias moves at once, after somebody was asked, or not at all. */
function verdict(gates: readonly GateResult[]): string {
  const stopping = gates.filter(({ status }) => status === 'fail' || status === 'error').length;
  const waiting = gates.filter(({ status }) => status === 'pending').length;
  if (stopping > 0) return `${stopping} of ${gates.length} gates would stop it`;
  if (waiting > 0) return `It would wait: ${waiting} of ${gates.length} gates are open`;
  return gates.length === 1
    ? 'The gate lets it pass'
    : `${gates.length} of ${gates.length} gates let it pass`;
}
