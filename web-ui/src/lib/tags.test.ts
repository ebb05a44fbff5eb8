import { expect, it } from 'vitest';
import { tagChanges } from '@/lib/tags';

it('names the tags that are gone, new or of another value, and no others', () => {
  const before = [
    { key: 'kept', value: '' },
    { key: 'gone', value: 'a' },
    { key: 'changed', value: 'a' },
  ];
  const after = [
    { key: 'changed', value: '' },
    { key: 'kept', value: '' },
    { key: 'new', value: 'a' },
  ];
  expect(tagChanges(before, after)).toEqual([
    { key: 'gone' },
    { key: 'changed', value: '' },
    { key: 'new', value: 'a' },
  ]);
  expect(tagChanges(after, after)).toEqual([]);
});
