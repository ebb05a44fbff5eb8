import { expect, it } from 'vitest';
import { languageOf, previewKind } from '@/features/artifacts/previewKind';

it.each([
  ['model/MLmodel', 'text', 'yaml'],
  ['plots/roc.PNG', 'image', undefined],
  ['train.py', 'text', 'python'],
  ['report.md', 'markdown', undefined],
  ['data/part-0.parquet', 'parquet', undefined],
  ['eda.ipynb', 'notebook', undefined],
  ['model.pkl', 'none', undefined],
  ['constructor', 'none', undefined],
  ['toString', 'none', undefined],
] as const)('shows %s as %s', (path, kind, language) => {
  expect(previewKind(path)).toBe(kind);
  expect(languageOf(path)).toBe(language);
});
