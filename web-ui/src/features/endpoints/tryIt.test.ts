import { expect, it } from 'vitest';
import { bodyOf, hasForm, startingTexts } from '@/features/endpoints/tryIt';

const inputs = [
  { name: 'age', type: 'long' },
  { name: 'member', type: 'boolean' },
  { name: 'city', type: 'string', required: false },
];

it('starts with the first row of the example, in each shape that MLflow keeps it in', () => {
  const texts = { age: '41', member: 'false', city: '' };
  const columns = ['age', 'member', 'city'];
  const data = [
    [41, false, null],
    [1, true, 'x'],
  ];
  for (const example of [
    { dataframe_split: { columns, data } },
    { columns, data },
    { dataframe_records: [{ age: 41, member: false, city: null }] },
  ]) {
    expect(startingTexts(inputs, example)).toEqual(texts);
  }
  expect(startingTexts(inputs, undefined)).toEqual({ age: '1', member: 'true', city: 'text' });
});

it('sends numbers as numbers, nothing as null, and what is wrong as it is', () => {
  expect(bodyOf(inputs, { age: '41', member: 'true', city: '' })).toEqual({
    dataframe_split: { columns: ['age', 'member', 'city'], data: [[41, true, null]] },
  });
  expect(bodyOf(inputs, { age: 'old' })).toMatchObject({ dataframe_split: { data: [['old', null, null]] } });
});

it('has no form for tensors', () => {
  expect(hasForm(inputs)).toBe(true);
  expect(hasForm([{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 4] } }])).toBe(false);
  expect(hasForm([])).toBe(false);
});
