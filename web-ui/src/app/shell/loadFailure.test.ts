import { expect, it } from 'vitest';
import { isLoadFailure } from '@/app/shell/loadFailure';

it.each([
  'Failed to fetch dynamically imported module: http://127.0.0.1/assets/ModelsPage-c9JmBjAU.js',
  'error loading dynamically imported module: http://127.0.0.1/assets/ModelsPage-c9JmBjAU.js',
  'Importing a module script failed.',
  'Unable to preload CSS for http://127.0.0.1/assets/StatusPill-Bggv0O6a.css',
])('knows that a part was not loaded: %s', (message) => {
  expect(isLoadFailure(new TypeError(message))).toBe(true);
});

it('takes no fault of a page for that', () => {
  expect(isLoadFailure(new TypeError("Cannot read properties of undefined (reading 'name')"))).toBe(false);
});
