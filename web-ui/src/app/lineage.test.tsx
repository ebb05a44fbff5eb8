import { createMemoryHistory } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { renderRouter } from '@/testing/renderWithProviders';
import { answer, refuse } from '@/testing/server';

const LONG = { timeout: 15_000 };

function openPage(address: string) {
  const router = createAppRouter(createQueryClient(), createMemoryHistory({ initialEntries: [address] }));
  renderRouter(router, router.options.context.queries);
}

describe('a dataset', () => {
  it('shows who saw it, in which context, with links', async () => {
    answer('get', 'api/millrace/v1/datasets/d1', {
      digest: 'd1',
      datasets: [
        {
          experiment_id: '1',
          name: '<b>penguins</b>',
          digest: 'd1',
          source_type: 'local',
          source: '{"uri": "file:///penguins.csv"}',
        },
      ],
      runs: [
        {
          run_id: 'r1',
          run_name: 'trainer',
          experiment_id: '1',
          status: 'FINISHED',
          start_time: 1,
          lifecycle_stage: 'active',
          contexts: ['training'],
        },
      ],
      endpoints: [{ name: 'live', serves_now: true, contexts: ['training'] }],
      truncated: false,
    });
    openPage('/data/d1');
    expect(await screen.findByRole('heading', { name: '<b>penguins</b>' }, LONG)).toBeVisible();
    expect(screen.getByText('file:///penguins.csv')).toBeVisible();
    const runs = screen.getByRole('table', { name: 'Runs' });
    expect(within(runs).getByRole('link', { name: 'trainer' })).toHaveAttribute(
      'href',
      '/experiments/1/runs/r1',
    );
    expect(within(runs).getByText('training')).toBeVisible();
    const endpoints = screen.getByRole('table', { name: 'Endpoints' });
    expect(within(endpoints).getByRole('link', { name: 'live' })).toHaveAttribute('href', '/endpoints/live');
    expect(within(endpoints).getByText('Now')).toBeVisible();
  });

  it('says which digest nobody logged', async () => {
    refuse('get', 'api/millrace/v1/datasets/gone', 404, 'RESOURCE_DOES_NOT_EXIST', 'No dataset');
    openPage('/data/gone');
    expect(await screen.findByText('No dataset with the digest gone was logged', {}, LONG)).toBeVisible();
  });
});

describe('lineage', () => {
  it('shows nodes as links and tells every line in the table', async () => {
    answer('get', 'api/millrace/v1/lineage', {
      nodes: [
        {
          node: 'run:r1',
          kind: 'run',
          id: 'r1',
          distance: 0,
          known: true,
          label: 'trainer',
          experiment_id: '1',
        },
        { node: 'dataset:d1', kind: 'dataset', id: 'd1', distance: -1, known: true, label: 'penguins' },
        { node: 'model:m-far', kind: 'model', id: 'm-far', distance: -1, known: false },
        { node: 'version:clf/2', kind: 'version', id: 'clf/2', distance: 1, known: true, label: 'clf v2' },
      ],
      edges: [
        { from: 'dataset:d1', to: 'run:r1', kind: 'read', context: 'training' },
        { from: 'model:m-far', to: 'run:r1', kind: 'read' },
        { from: 'run:r1', to: 'version:clf/2', kind: 'registered' },
      ],
      truncated: true,
    });
    openPage('/lineage?node=run%3Ar1');
    const graph = await screen.findByRole('region', { name: 'Lineage graph' }, LONG);
    expect(within(graph).getByRole('link', { name: 'penguins' })).toHaveAttribute('href', '/data/d1');
    expect(within(graph).getByRole('link', { name: 'clf v2' })).toHaveAttribute(
      'href',
      '/models/clf/versions/2',
    );
    expect(within(graph).queryByRole('link', { name: 'm-far' })).toBeNull();
    const table = screen.getByRole('table', { name: 'Connections' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(within(table).getByText('read by, training')).toBeVisible();
    expect(screen.getByText(/There is more than is shown/)).toBeVisible();
  });
});
