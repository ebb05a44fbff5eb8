import { describe, expect, it } from 'vitest';
import { both, hasValue, partsOf, withoutPart } from '@/features/runs/filterText';

const texts = (filter: string) => partsOf(filter).map((part) => part.text);

describe('the parts of a filter', () => {
  it('are what AND joins, at the outermost level only', () => {
    expect(texts("metrics.a > 1 and params.b = 'x AND y' AND (c = 1 AND d = 2)")).toEqual([
      'metrics.a > 1',
      "params.b = 'x AND y'",
      '(c = 1 AND d = 2)',
    ]);
  });

  it('leave the AND of a range alone', () => {
    expect(texts('metrics.a BETWEEN 1 AND 2 AND resnet')).toEqual(['metrics.a BETWEEN 1 AND 2', 'resnet']);
  });

  it.each(['a = 1 OR b = 2', "a = 'x", '(a = 1', 'a = 1)'])('are none of %s', (filter) => {
    expect(partsOf(filter)).toEqual([]);
  });

  it('go with their AND', () => {
    const filter = 'a = 1 AND b = 2 AND c = 3';
    expect(withoutPart(filter, partsOf(filter)[1]!)).toBe('a = 1 AND c = 3');
    expect(withoutPart('a = 1', partsOf('a = 1')[0]!)).toBe('');
  });
});

it('joins filters so that neither changes what the other means', () => {
  expect(both('a = 1 OR b = 2', hasValue('params.`c`', "it's"))).toBe(
    "(a = 1 OR b = 2) AND (params.`c` = 'it''s')",
  );
  expect(both('', hasValue('tags.t', null))).toBe('tags.t IS NULL');
});
