import { expect, it } from 'vitest';
import { moved } from '@/features/runs/hooks/useGridKeys';

const bounds = { rowCount: 100, columnCount: 10, pageRows: 20 };

it.each([
  ['ArrowDown', false, { row: 6, column: 3 }],
  ['ArrowLeft', false, { row: 5, column: 2 }],
  ['ArrowRight', true, { row: 5, column: 9 }],
  ['PageUp', false, { row: 0, column: 3 }],
  ['PageDown', false, { row: 25, column: 3 }],
  ['Home', false, { row: 5, column: 0 }],
  ['End', true, { row: 99, column: 9 }],
])('%s moves the cell within the table', (key, all, place) => {
  expect(moved({ row: 5, column: 3 }, key, all, bounds)).toEqual(place);
});

it('leaves other keys alone', () => {
  expect(moved({ row: 5, column: 3 }, 'a', false, bounds)).toBeUndefined();
});
