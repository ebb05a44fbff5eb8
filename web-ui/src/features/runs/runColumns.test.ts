import { describe, expect, it } from 'vitest';
import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import { arrange, columnOfId, columnsOf, isShown, withMoved, withShown } from '@/features/runs/runColumns';

const column = (kind: 'metric' | 'param' | 'tag', key: string, distinct = 2): CatalogueColumn => ({
  key,
  kind,
  type: 'number',
  count: 10,
  distinct,
  distinct_exact: true,
});
const catalogue = [
  column('metric', 'loss'),
  column('metric', 'a`b', 1),
  column('param', 'lr'),
  column('tag', 'team'),
  column('tag', 'mlflow.user'),
];
const columns = columnsOf(catalogue);
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
const keyed = (list: readonly { id: string }[]) => ids(list).filter((id) => !id.startsWith('attributes.'));

describe('columns of a catalogue', () => {
  it('are what the runs have, each metric with its extremes, without what clients tell by themselves', () => {
    expect(keyed(columns).filter((id) => !id.startsWith('dataset'))).toEqual([
      'metrics.loss',
      'min.metrics.loss',
      'max.metrics.loss',
      'metrics.a`b',
      'min.metrics.a`b',
      'max.metrics.a`b',
      'params.lr',
      'tags.team',
    ]);
  });

  it('name their field as the search does, whatever the key', () => {
    expect(columnOfId('min.metrics.loss')?.field).toBe('metrics.`loss`.min');
    expect(columnOfId('metrics.a`b')?.field).toBe('metrics."a`b"');
    expect(columnOfId('params.min.x')?.field).toBe('params.`min.x`');
    expect(columnOfId('max.params.x')).toBeUndefined();
    expect(columnOfId('nonsense')).toBeUndefined();
  });
});

describe('the arrangement', () => {
  it('shows latest values and params by default, and what is chosen', () => {
    expect(keyed(arrange(columns, {}, 10).scrolled)).toEqual(['metrics.loss', 'metrics.a`b', 'params.lr']);
    const tag = columns.find(({ id }) => id === 'tags.team')!;
    const choice = withShown({}, [tag], true);
    expect(isShown(tag, choice)).toBe(true);
    expect(keyed(arrange(columns, choice, 10).scrolled)).toContain('tags.team');
    expect(withShown(choice, [tag], false)).toEqual({ hide: undefined, show: undefined });
  });

  it('has the columns that are asked for before there is a catalogue', () => {
    const { pinned, scrolled } = arrange(columnsOf([]), { show: ['min.metrics.x'], pin: ['params.p'] }, 0);
    expect(ids(pinned)).toEqual(['params.p']);
    expect(keyed(scrolled)).toEqual(['min.metrics.x']);
  });

  it('leaves out columns in which all runs are the same, and only those', () => {
    expect(keyed(arrange(columns, { diff: true }, 10).scrolled)).toEqual(['metrics.loss', 'params.lr']);
    expect(keyed(arrange(columns, { diff: true }, 11).scrolled)).toContain('metrics.a`b');
  });

  it('keeps a column where it was moved to, and stays short', () => {
    const { scrolled } = arrange(columns, {}, 10);
    const order = withMoved(scrolled, 'params.lr', 'attributes.start_time', 0);
    expect(order).toContain('params.lr');
    const after = ids(arrange(columns, { order }, 10).scrolled);
    expect(after.indexOf('params.lr')).toBe(after.indexOf('attributes.start_time') - 1);
    expect(after).toHaveLength(scrolled.length);
    const again = withMoved(
      arrange(columns, { order }, 10).scrolled,
      'attributes.status',
      undefined,
      order.length,
    );
    expect(ids(arrange(columns, { order: again }, 10).scrolled).at(-1)).toBe('attributes.status');
  });
});
