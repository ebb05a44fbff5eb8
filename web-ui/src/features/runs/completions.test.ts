import { describe, expect, it } from 'vitest';
import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import { completionsAt } from '@/features/runs/completions';

const column = (kind: 'metric' | 'param' | 'tag', key: string): CatalogueColumn => ({
  key,
  kind,
  type: 'number',
  count: 3,
  distinct: 2,
  distinct_exact: true,
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

  it('is a comparator that goes with the field', () => {
    expect(labels('metrics.loss ')).not.toContain('LIKE');
    expect(labels('tags.team ')).toEqual(expect.arrayContaining(['LIKE', 'ILIKE', 'NOT ILIKE', 'IN (']));
    expect(labels('tags.team ')).not.toContain('>');
    expect(labels('params.lr ')).toEqual(expect.arrayContaining(['<', 'LIKE']));
    expect(labels('duration ')).toContain('BETWEEN');
    expect(labels('dataset.name ')).toContain('IS NOT NULL');
  });

  it('is a comparator of several words, however many of them are typed', () => {
    for (const typed of ['IS ', 'IS N', 'is not nu', 'NOT ', 'not il']) {
      expect(completionsAt(`NOT tags.team ${typed}`, columns).from, typed).toBe('NOT tags.team '.length);
      expect(labels(`NOT tags.team ${typed}`), typed).toContain('IS NOT NULL');
    }
    expect(labels('tags.team IS NULL ')).toEqual(['AND', 'OR', 'AND NOT']);
  });

  it.each([
    ['params.`learning r', 'params.`learning rate`'],
    ['params."learning r', 'params."learning rate"'],
    ["tags.team = 'a b' OR params.`le", 'params.`learning rate`'],
    ['params.`', 'params.`learning rate`'],
  ])('is a key whose quote is open, as in %s', (before, label) => {
    expect(labels(before)).toContain(label);
    expect(before.slice(completionsAt(before, columns).from)).toMatch(/^params./);
  });

  it('is a comparator behind a key in double quotes, and its values behind that', () => {
    expect(labels('params."learning rate" ')).toContain('=');
    expect(completionsAt(`params."learning rate" = '`, columns)).toMatchObject({
      valuesOf: 'params."learning rate"',
      from: 25,
    });
  });

  it('is an aggregate behind a key in quotes', () => {
    const spaced = [column('metric', 'val loss')];
    const options = completionsAt('metrics.`val loss`.m', spaced);
    expect(options.from).toBe(0);
    expect(options.options.map(({ label }) => label)).toContain('metrics.`val loss`.min');
  });

  it('is a value in a list, in a pattern, with a quote in it, and in the quotes that were typed', () => {
    expect(completionsAt("tags.team IN ('gr", columns)).toMatchObject({ valuesOf: 'tags.team', from: 14 });
    expect(completionsAt("tags.team not in ('it''s', 'a)', 'b", columns)).toMatchObject({
      valuesOf: 'tags.team',
      from: 33,
    });
    expect(completionsAt("tags.team ILIKE 'gr", columns).valuesOf).toBe('tags.team');
    expect(completionsAt("tags.team = 'it''s", columns)).toMatchObject({ valuesOf: 'tags.team', from: 12 });
    expect(completionsAt('tags.team = "gr', columns)).toMatchObject({ valuesOf: 'tags.team', quote: '"' });
    expect(labels('status = "F')).toContain('"FAILED"');
    expect(labels("status IN ('FAILED'")).toEqual([')', ',']);
  });

  it('is a value of an attribute or a dataset, by any of its names', () => {
    expect(completionsAt('attributes.user_id = ', columns).valuesOf).toBe('user_id');
    expect(completionsAt('run_name = ', columns).valuesOf).toBe('run_name');
    expect(completionsAt("dataset.name = 'wi", columns).valuesOf).toBe('dataset.name');
    expect(completionsAt('datasets.context = ', columns).valuesOf).toBe('datasets.context');
    expect(labels('attributes.')).toContain('attributes.status');
    expect(labels('dataset.')).toContain('dataset.digest');
    expect(labels("attributes.status IN ('")).toContain("'FAILED'");
  });

  it('is the other end of a range', () => {
    expect(labels('metrics.loss BETWEEN 0')).toEqual([]);
    expect(labels('metrics.loss BETWEEN 0.1 ')).toEqual(['AND']);
    expect(labels('start_time BETWEEN now() - 7d AND ')).toEqual([]);
    expect(labels('metrics.loss BETWEEN 0 AND 1 ')).toEqual(['AND', 'OR', 'AND NOT']);
  });

  it('is a join behind a word, or another word', () => {
    expect(labels('resnet O')).toEqual(expect.arrayContaining(['OR', 'metrics.loss']));
    expect(labels('resnet OR s')).not.toContain('OR');
  });

  it('is nothing within a text that is searched for', () => {
    expect(labels("'some w")).toEqual([]);
  });

  it('is a join behind a value', () => {
    expect(labels("tags.team = 'growth' ")).toContain('AND');
    expect(labels('metrics.loss > 0.5 a')).toContain('AND');
  });

  it('is an aggregate behind a metric and a dot', () => {
    expect(labels('metrics.loss.')).toContain('metrics.loss.min');
  });
});
