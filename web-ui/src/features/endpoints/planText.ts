import type { CanaryPlan } from '@/features/endpoints/api/types';

/** A plan in a sentence. */
export function planText(plan: CanaryPlan): string {
  const bounds = [
    plan.max_error_rate !== undefined && `errors at most ${percent(plan.max_error_rate)} more`,
    plan.max_p99_millis !== undefined && `p99 at most ${plan.max_p99_millis} ms`,
    plan.max_p99_ratio !== undefined && `p99 at most ${plan.max_p99_ratio} times as long`,
    plan.max_score_shift !== undefined && `scores shifted by at most ${plan.max_score_shift}`,
  ].filter((bound): bound is string => bound !== false);
  return (
    `${(plan.steps ?? []).join(', ')} % of the requests, each for ${plan.bake_seconds ?? 0} s and ` +
    `${plan.min_requests ?? 0} requests at least: ${bounds.join(', ')}.`
  );
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}

/** Shares as somebody writes them, such as `5, 25, 100`; undefined where that is none. */
export function parseSteps(text: string): number[] | undefined {
  const steps = text
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .map(Number);
  const rising = steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100);
  return steps.length > 0 && rising ? steps : undefined;
}
