/** Which way a metric gets better. */
export type Better = 'up' | 'down' | 'none';

const DOWN =
  /(^|[^a-z])(loss|error|err|rmse|mae|mse|mape|logloss|nll|perplexity|ppl|wer|cer|latency|duration)([^a-z]|$)/i;
const UP =
  /(^|[^a-z])(acc|accuracy|auc|auroc|roc_auc|pr_auc|f1|precision|recall|r2|score|map|ndcg|bleu|rouge|iou|dice)([^a-z]|$)/i;

/** Scores that are errors. */
const DOWN_SCORE = /(^|[^a-z])(brier|crps|fid)([^a-z]|$)/i;
/** Negated, so that greater is better; as scikit-learn names it. */
const NEGATED = /(^|[^a-z])neg[^a-z]/i;

/** Which way a metric gets better: as chosen, or as its name tells where it is one of the usual ones. */
export function betterOf(key: string, chosen: Readonly<Record<string, Better>> | undefined): Better {
  const choice = chosen?.[key];
  if (choice !== undefined) return choice;
  const name = key.replaceAll('_', ' ');
  if (DOWN_SCORE.test(name)) return NEGATED.test(name) ? 'up' : 'down';
  const down = DOWN.test(key) || DOWN.test(name);
  const up = UP.test(key) || UP.test(name);
  if (down === up) return 'none';
  return down ? 'down' : 'up';
}

export interface Delta {
  difference: number;
  /** Of the baseline's value; absent where that is zero. */
  ratio?: number;
  tone?: 'good' | 'bad';
}

/** How a value differs from the baseline's; undefined where one of them is no number. */
export function deltaOf(value: number, base: number, better: Better): Delta | undefined {
  if (!Number.isFinite(value) || !Number.isFinite(base)) return undefined;
  const difference = value - base;
  const tone =
    difference === 0 || better === 'none' ? undefined : difference > 0 === (better === 'up') ? 'good' : 'bad';
  return { difference, ratio: base === 0 ? undefined : difference / Math.abs(base), tone };
}

const percents = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const parts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

export function formatSigned(number: number, text: (size: number) => string): string {
  if (number === 0) return '±0';
  return `${number > 0 ? '+' : '−'}${text(Math.abs(number))}`;
}

export function formatRatio(ratio: number): string {
  return formatSigned(ratio, (size) =>
    size >= 10
      ? `${percents.format(Math.round(size))}×`
      : `${(size < 0.01 ? parts : percents).format(size * 100)} %`,
  );
}
