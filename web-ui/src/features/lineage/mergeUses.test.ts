import { expect, test } from 'vitest';
import { mergeUses } from '@/features/lineage/mergeUses';

test('what several pages tell of one thing is shown once, with all its contexts', () => {
  const page = { digest: 'd', truncated: false };
  const merged = mergeUses([
    {
      ...page,
      models: [{ model_id: 'm-1', contexts: ['training'] }],
      endpoints: [{ name: 'e', serves_now: false }],
    },
    {
      ...page,
      truncated: true,
      models: [{ model_id: 'm-1', contexts: ['evaluation'] }, { model_id: 'm-2' }],
      endpoints: [{ name: 'e', serves_now: true, contexts: ['test'] }],
    },
  ]);
  expect(merged.models).toEqual([
    { model_id: 'm-1', contexts: ['evaluation', 'training'] },
    { model_id: 'm-2', contexts: [] },
  ]);
  expect(merged.endpoints).toEqual([{ name: 'e', serves_now: true, contexts: ['test'] }]);
  expect(merged.truncated).toBe(true);
});
