import { describe, expect, it } from 'vitest';
import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import { completionsAt } from '@/features/runs/completions';

const column = (kind: 'metric' | 'param' | 'tag', key: string): CatalogueColumn => ({
  key,
  kind,
  type: 'number',
  count: 3,
  distinct: 2,
});
const columns = [column('metric', 'loss'), column('param', 'learning rate'), column('tag', 'team')];
const labels = (before: string) => completionsAt(before, columns).options.map((option) => option.label);

describe('what may come next in a filter', () => {
  it('is a field at the beginning and behind a join, quoted where it must be', () => {
    for (const before of ['', 'me', "params.a = 'x' AND m"]) {
      expect(labels(before)).toContain('metrics.loss');
      expect(labels(before)).toContain('params.`learning rate`');
    }
    expect(completionsAt("a = 'x' AND me", columns).from).toBe("a = 'x' AND ".length);
  });

  it('is a comparator behind a field', () => {
    expect(labels('metrics.loss ')).toContain('>=');
    expect(labels('params.`learning rate` ')).toContain('IS NULL');
    expect(labels('metrics.loss I')).toContain('IN (');
  });

  it('is a value behind a comparator, of the field that is compared', () => {
    expect(completionsAt("tags.team = 'gr", columns)).toMatchObject({ valuesOf: 'tags.team', from: 12 });
    expect(completionsAt('params.`learning rate` = ', columns).valuesOf).toBe('params.`learning rate`');
    expect(labels('status = ')).toContain("'FAILED'");
    expect(labels('metrics.loss > ')).toEqual([]);
  });

  it('is a join behind a value', () => {
    expect(labels("tags.team = 'growth' ")).toContain('AND');
    expect(labels('metrics.loss > 0.5 a')).toContain('AND');
  });

  it('is an aggregate behind a metric and a dot', () => {
    expect(labels('metrics.loss.')).toContain('metrics.loss.min');
  });
});
