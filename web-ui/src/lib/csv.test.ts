import { expect, it } from 'vitest';
import { parseDelimited } from '@/lib/csv';

it('reads quotes, escaped quotes, line breaks inside quotes and a missing last line end', () => {
  expect(parseDelimited('a,"b,1"\r\n"say ""hi""","two\nlines"', ',', 10)).toEqual([
    ['a', 'b,1'],
    ['say "hi"', 'two\nlines'],
  ]);
});

it('stops at the row limit', () => {
  expect(parseDelimited('1\n2\n3\n', ',', 2)).toEqual([['1'], ['2']]);
});
