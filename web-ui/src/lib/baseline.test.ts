import { describe, expect, it } from 'vitest';
import { betterOf, deltaOf, formatRatio } from '@/lib/baseline';

describe('which way a metric gets better', () => {
  it.each([
    ['val_loss', 'down'],
    ['train/rmse', 'down'],
    ['accuracy', 'up'],
    ['eval.f1', 'up'],
    ['closs', 'none'],
    ['lr', 'none'],
    ['loss_score', 'none'],
    ['brier_score', 'down'],
    ['val/crps_score', 'down'],
    ['fid_score', 'down'],
    ['neg_brier_score', 'up'],
    ['fidelity_score', 'up'],
  ] as const)('%s: %s', (key, better) => {
    expect(betterOf(key, undefined)).toBe(better);
  });

  it('is what somebody chose before what the name tells', () => {
    expect(betterOf('loss', { loss: 'none' })).toBe('none');
    expect(betterOf('lr', { lr: 'up' })).toBe('up');
  });
});

it('measures a value against the baseline', () => {
  expect(deltaOf(0.75, 0.5, 'down')).toEqual({ difference: 0.25, ratio: 0.5, tone: 'bad' });
  expect(deltaOf(0.75, 0.5, 'none')?.tone).toBeUndefined();
  expect(deltaOf(1, 0, 'up')).toEqual({ difference: 1, ratio: undefined, tone: 'good' });
  expect(deltaOf(-1, -2, 'up')?.ratio).toBe(0.5);
  expect(deltaOf(NaN, 1, 'up')).toBeUndefined();
});

it('writes ratios short', () => {
  expect(formatRatio(0.0123)).toBe('+1.23 %');
  expect(formatRatio(-0.5)).toBe('−50 %');
  expect(formatRatio(0.00674)).toBe('+0.67 %');
  expect(formatRatio(41.3)).toBe('+41×');
});
