import { expect, it } from 'vitest';
import { followedOf, followedText } from '@/lib/followed';

it('writes what is followed behind the name of the model', () => {
  expect(followedText('fraud', { alias: 'champion' })).toBe('fraud@champion');
  expect(followedText('fraud', { stage: 'Production' })).toBe('fraud/Production');
  expect(followedText('fraud', { version: '3' })).toBe('fraud/3');
});

it('sends one of alias, stage and version', () => {
  expect(followedOf('version', ' 3 ')).toEqual({ version: '3' });
});
