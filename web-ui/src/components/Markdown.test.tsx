import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Markdown } from '@/components/Markdown';
import { renderWithProviders } from '@/testing/renderWithProviders';

it('formats text, and lets nothing in it run', async () => {
  renderWithProviders(
    <Markdown
      text={[
        '# Findings',
        '| model | f1 |\n|---|---|\n| forest | 0.9 |',
        '<script>alert(1)</script><img src=x onerror=alert(1)>',
        '[click](javascript:alert(1))',
        '[paper](https://example.org/paper)',
      ].join('\n\n')}
    />,
  );
  expect(await screen.findByRole('heading', { name: 'Findings', level: 2 })).toBeVisible();
  expect(screen.getByRole('cell', { name: 'forest' })).toBeVisible();
  expect(document.querySelector('script, img, [onerror]')).toBeNull();
  expect(screen.getByText('click')).not.toHaveAttribute('href', expect.stringContaining('javascript'));
  expect(screen.getByRole('link', { name: 'paper' })).toHaveAttribute('rel', 'noreferrer noopener');
});
