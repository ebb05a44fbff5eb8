import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunLog } from '@/features/run-log/components/RunLog';
import { FakeEventSource } from '@/testing/fakeEventSource';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

async function openLog(size: number): Promise<FakeEventSource> {
  server.use(
    http.get('*/api/millrace/v1/runs/r1/log', () =>
      HttpResponse.text('', { headers: { 'X-Millrace-Log-Size': String(size) } }),
    ),
  );
  renderWithProviders(<RunLog runId="r1" />);
  await waitFor(() => expect(FakeEventSource.open()).toHaveLength(1));
  return FakeEventSource.open()[0]!;
}

describe('RunLog', () => {
  beforeEach(() => FakeEventSource.install());
  afterEach(() => vi.unstubAllGlobals());

  it('shows what there is and what is appended, as text', async () => {
    const source = await openLog(8);
    expect(source.url).toMatch(/\/runs\/r1\/log\/tail\?offset=0$/);
    act(() => source.say('log', { offset: 0, text: 'epoch 1\n' }));
    act(() => source.say('log', { offset: 8, text: '<b>2</b>\n' }));
    expect(await screen.findByRole('region', { name: 'Log' })).toHaveTextContent('epoch 1 <b>2</b>');
    expect(screen.getByText(/The log so far/)).toBeVisible();
    act(() => source.say('end', { size: 17, status: 'FINISHED' }));
    expect(screen.getByText(/run that has ended/)).toBeVisible();
    expect(FakeEventSource.open()).toHaveLength(0);
  });

  it('begins near the end of a long log and says so', async () => {
    const source = await openLog(1_000_000);
    expect(source.url).toMatch(/offset=750000$/);
    act(() => source.say('log', { offset: 750_000, text: 'last\n' }));
    expect(await screen.findByText(/its last 250 kB/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'all of it' })).toHaveAttribute(
      'href',
      expect.stringMatching(/api\/millrace\/v1\/runs\/r1\/log$/),
    );
  });

  it('says how to write one where there is none', async () => {
    const source = await openLog(0);
    act(() => source.say('end', { size: 0, status: 'FINISHED' }));
    expect(await screen.findByText('This run has no log')).toBeVisible();
  });

  it('says when it cannot be read', async () => {
    refuse('get', 'api/millrace/v1/runs/r1/log', 404, 'RESOURCE_DOES_NOT_EXIST', 'Run with id=r1 not found');
    renderWithProviders(<RunLog runId="r1" />);
    expect(await screen.findByText(/Run with id=r1 not found/)).toBeVisible();
  });
});
