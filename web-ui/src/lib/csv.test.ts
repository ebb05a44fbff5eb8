import { expect, it } from 'vitest';
import { parseDelimited, toCsv } from '@/lib/csv';

it('reads quotes, escaped quotes, line breaks inside quotes and a missing last line end', () => {
  expect(parseDelimited('a,"b,1"\r\n"say ""hi""","two\nlines"', ',', 10)).toEqual([
    ['a', 'b,1'],
    ['say "hi"', 'two\nlines'],
  ]);
});

it('stops at the row limit', () => {
  expect(parseDelimited('1\n2\n3\n', ',', 2)).toEqual([['1'], ['2']]);
});

it('writes what it reads, and no formulas', () => {
  const rows = [
    ['a', 'b "x"', 'c\nd'],
    ['-1.5', '-Infinity', ''],
  ];
  expect(parseDelimited(toCsv(rows), ',', 10)).toEqual(rows);
  expect(toCsv([['=SUM(A1)', '-cmd', '-2']])).toBe("'=SUM(A1),'-cmd,-2\r\n");
});
