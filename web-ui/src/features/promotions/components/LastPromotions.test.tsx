import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LastPromotions } from '@/features/promotions/components/LastPromotions';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse } from '@/testing/server';

it('does not take promotions that could not be read for none', async () => {
  refuse('get', 'api/millrace/v1/promotions', 500, 'INTERNAL_ERROR', 'It broke');
  renderWithProviders(<LastPromotions />);
  expect(await screen.findByText('It broke')).toBeVisible();
  expect(screen.queryByText('No version was promoted yet.')).not.toBeInTheDocument();
});
