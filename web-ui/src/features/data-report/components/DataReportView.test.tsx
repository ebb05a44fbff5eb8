import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { DataReportView } from '@/features/data-report/components/DataReportView';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const train = { name: 'penguins', digest: 'aaa', context: 'training', rows: 200, distinct_rows: 198 };

function answer(report: object) {
  server.use(http.get('*/api/millrace/v1/runs/r1/data-report', () => HttpResponse.json(report)));
  renderWithProviders(<DataReportView runId="r1" />);
}

it('says in words that a run was judged by rows it was trained on, and which column drifted', async () => {
  answer({
    run_id: 'r1',
    complete: true,
    inputs: [train, { name: 'held out', digest: 'bbb', context: 'test', missing: 'It has no sketch.' }],
    overlaps: [
      {
        training: 'penguins',
        training_digest: 'aaa',
        evaluation: 'held out',
        evaluation_digest: 'bbb',
        evaluation_context: 'test',
        shared_rows: 52,
        at_least: 40,
        at_most: 61,
        evaluation_share: 0.26,
        level: 'LEAK',
      },
    ],
    drifts: [
      {
        column: 'bill_length',
        training: 'penguins',
        evaluation: 'held out',
        evaluation_context: 'test',
        ks: 0.4,
        null_share_change: 0.125,
        level: 'STRONG',
      },
    ],
  });
  const shared = await screen.findByRole('table', { name: 'Shared rows' });
  expect(within(shared).getByText(/Leak/)).toBeVisible();
  expect(shared).toHaveTextContent('52 (40 to 61)');
  expect(shared).toHaveTextContent('26 %');
  const drift = screen.getByRole('table', { name: 'Drift' });
  expect(within(drift).getByText('Strong drift')).toBeVisible();
  expect(drift).toHaveTextContent('12.5 %');
  expect(screen.getByText('It has no sketch.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'aaa' })).toHaveAttribute('href', '/data/aaa');
});

it('says what to do where no data was logged', async () => {
  answer({ run_id: 'r1', complete: true });
  expect(await screen.findByText('No data was logged')).toBeVisible();
});
