import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { VersionsSection } from '@/features/models/components/VersionsSection';
import type { ModelSearch } from '@/features/models/modelSearch';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { answer, refuse, server } from '@/testing/server';

const METRICS: Record<string, Record<string, number | string>> = {
  3: { f1: 0.9, loss: 0.4 },
  2: { f1: 0.8, loss: 0.3 },
  1: { f1: 'NaN', seen: 7 },
};

/** Answers with three versions, and keeps which metrics are asked of which of them. */
function serveVersions() {
  const asked: { versions: string[]; metrics: string[] }[] = [];
  answer('get', 'api/2.0/mlflow/model-versions/search', {
    model_versions: ['3', '2', '1'].map((version) => ({
      name: 'wine',
      version,
      creation_timestamp: 1,
      run_id: `run${version}`,
      status: 'READY',
    })),
  });
  server.use(
    http.get('*/api/millrace/v1/models/wine/metrics', ({ request }) => {
      const query = new URL(request.url).searchParams;
      const wanted = query.getAll('metric_keys');
      asked.push({ versions: query.getAll('versions'), metrics: wanted });
      return HttpResponse.json({
        keys: [
          { key: 'f1', versions: 3 },
          { key: 'loss', versions: 2 },
          { key: 'seen', versions: 1 },
          { key: 'system/cpu', versions: 1 },
        ],
        complete: true,
        versions: Object.entries(METRICS).map(([version, metrics]) => ({
          version,
          metrics: Object.entries(metrics)
            .filter(([key]) => wanted.length === 0 || wanted.includes(key))
            .map(([key, last]) => ({ key, last })),
        })),
      });
    }),
  );
  return asked;
}

function Shown({ champion }: { champion?: string }) {
  const [search, setSearch] = useState<ModelSearch>({});
  return (
    <VersionsSection
      modelName="wine"
      aliases={champion === undefined ? [] : [{ alias: 'champion', version: champion }]}
      search={search}
      onSearch={(change) => setSearch({ ...search, ...change })}
      onPromote={vi.fn()}
    />
  );
}

const headings = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
const row = (version: string) => screen.getByRole('row', { name: new RegExp(`Select version ${version}`) });
const order = () => screen.getAllByRole('link', { name: /^v\d$/ }).map(({ textContent }) => textContent);

it('measures every version against the champion, by one request', async () => {
  const asked = serveVersions();
  renderWithProviders(<Shown champion="2" />);
  expect(await screen.findByText('+0.1 (+12.5 %)')).toHaveAttribute('data-tone', 'good');
  expect(screen.getByText('+0.1 (+33.3 %)')).toHaveAttribute('data-tone', 'bad');
  expect(headings().slice(1, 4)).toEqual(['f1', 'loss', 'seen']);
  expect(within(row('2')).getAllByText('baseline')).toHaveLength(2);
  expect(within(row('1')).getByText('NaN')).toBeVisible();
  expect(asked).toEqual([{ versions: ['3', '2', '1'], metrics: [] }]);
});

it('sorts by a metric, the best first', async () => {
  serveVersions();
  renderWithProviders(<Shown />);
  await userEvent.click(await screen.findByRole('button', { name: 'loss' }));
  expect(order()).toEqual(['v2', 'v3', 'v1']);
  expect(screen.getByRole('columnheader', { name: 'loss' })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByRole('button', { name: 'loss' }));
  expect(order()).toEqual(['v3', 'v2', 'v1']);
  await userEvent.click(screen.getByRole('button', { name: 'Version' }));
  expect(order()).toEqual(['v3', 'v2', 'v1']);
});

it('shows the metrics that are chosen', async () => {
  const asked = serveVersions();
  renderWithProviders(<Shown />);
  await userEvent.click(await screen.findByRole('button', { name: 'Metrics' }));
  await userEvent.type(await screen.findByLabelText('Find a metric'), 'cpu');
  expect(screen.queryByRole('checkbox', { name: 'loss' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox', { name: 'system/cpu' }));
  await waitFor(() => expect(headings().slice(1, 5)).toEqual(['f1', 'loss', 'seen', 'system/cpu']));
  await waitFor(() => expect(asked.at(-1)?.metrics).toEqual(['f1', 'loss', 'seen', 'system/cpu']));
});

it('is sorted no longer by a metric that is shown no longer', async () => {
  serveVersions();
  renderWithProviders(<Shown />);
  await userEvent.click(await screen.findByRole('button', { name: 'loss' }));
  expect(order()).toEqual(['v2', 'v3', 'v1']);
  await userEvent.click(screen.getByRole('button', { name: 'Metrics' }));
  await userEvent.click(await screen.findByRole('checkbox', { name: 'f1' }));
  expect(screen.getByRole('columnheader', { name: 'loss' })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByRole('checkbox', { name: 'loss' }));
  expect(screen.getByRole('columnheader', { name: 'Version' })).toHaveAttribute('aria-sort', 'descending');
  expect(order()).toEqual(['v3', 'v2', 'v1']);
});

it('lets metrics be chosen also where those chosen last are refused', async () => {
  serveVersions();
  renderWithProviders(<Shown />);
  await userEvent.click(await screen.findByRole('button', { name: 'Metrics' }));
  refuse('get', 'api/millrace/v1/models/wine/metrics', 400, 'INVALID_PARAMETER_VALUE', 'Too many');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'system/cpu' }));
  expect(await screen.findByText('Too many')).toBeVisible();
  serveVersions();
  await userEvent.click(screen.getByRole('checkbox', { name: 'system/cpu' }));
  await waitFor(() => expect(screen.queryByText('Too many')).not.toBeInTheDocument());
  expect(headings().slice(1, 4)).toEqual(['f1', 'loss', 'seen']);
});

it('compares the runs of the versions that are ticked', async () => {
  serveVersions();
  renderWithProviders(<Shown />);
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Select version 3' }));
  expect(screen.getByRole('button', { name: 'Compare' })).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select version 1' }));
  expect(screen.getByRole('link', { name: 'Compare 2' })).toHaveAttribute(
    'href',
    `/compare-runs?runs=${encodeURIComponent('["run3","run1"]')}`,
  );
});

it('lists the versions also where their metrics cannot be read', async () => {
  serveVersions();
  refuse('get', 'api/millrace/v1/models/wine/metrics', 500, 'INTERNAL_ERROR', 'Out of order');
  renderWithProviders(<Shown />);
  expect(await screen.findByText('Out of order')).toBeVisible();
  expect(screen.getByRole('link', { name: 'v3' })).toBeVisible();
});
