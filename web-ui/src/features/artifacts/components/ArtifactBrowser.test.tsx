import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { ArtifactBrowser } from '@/features/artifacts/components/ArtifactBrowser';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

function Browser() {
  const [path, setPath] = useState<string>();
  return (
    <ArtifactBrowser
      roots={[{ label: 'Run', path: '1/a/artifacts', archive: 'api/millrace/v1/runs/a/archive' }]}
      selected={path}
      onSelect={setPath}
    />
  );
}

const list = '*/api/2.0/mlflow-artifacts/artifacts';

/** One file in the folder, read as the server would. */
function keep(name: string, content: string) {
  const ranges: (string | null)[] = [];
  const bytes = new TextEncoder().encode(content);
  server.use(
    http.get(list, () =>
      HttpResponse.json({ files: [{ path: name, is_dir: false, file_size: bytes.length }] }),
    ),
    http.head(`${list}/1/a/artifacts/${name}`, () =>
      HttpResponse.text(null, {
        headers: { 'Content-Length': String(bytes.length), ETag: `"${'0f'.repeat(32)}"` },
      }),
    ),
    http.get(`${list}/1/a/artifacts/${name}`, ({ request }) => {
      const range = request.headers.get('Range');
      ranges.push(range);
      const end = Number(range?.split('-')[1]) + 1;
      if (bytes.length === 0) return HttpResponse.json({}, { status: 416 });
      return new HttpResponse(bytes.slice(0, end), {
        status: 206,
        headers: { 'Content-Range': `bytes 0-${Math.min(end, bytes.length) - 1}/${bytes.length}` },
      });
    }),
  );
  return ranges;
}

async function openFile(name: string) {
  renderWithProviders(<Browser />);
  await userEvent.click(await screen.findByRole('button', { name: new RegExp(name) }));
}

it('opens folders', async () => {
  server.use(
    http.get(list, ({ request }) => {
      const folder = new URL(request.url).searchParams.get('path');
      return HttpResponse.json({
        files:
          folder === '1/a/artifacts'
            ? [{ path: 'reports', is_dir: true }]
            : [{ path: 'note.txt', is_dir: false, file_size: 30 }],
      });
    }),
    http.head(`${list}/1/a/artifacts/reports/note.txt`, () => HttpResponse.text('')),
    http.get(`${list}/1/a/artifacts/reports/note.txt`, () => HttpResponse.text('<b>as it is</b>')),
  );
  renderWithProviders(<Browser />);
  await userEvent.click(await screen.findByRole('button', { name: 'reports' }));
  await userEvent.click(await screen.findByRole('button', { name: /note.txt/ }));
  expect(await screen.findByText('<b>as it is</b>')).toBeInTheDocument();
});

it('shows a page in a frame without an origin, or its source', async () => {
  keep('report.html', '<script>alert(1)</script>');
  await openFile('report.html');
  const frame = await screen.findByTitle('Page report.html');
  expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  expect(frame.getAttribute('src')).toMatch(/\/preview\.html$/);
  expect(frame).not.toHaveAttribute('srcdoc');
  await userEvent.click(screen.getByText('Source'));
  expect(await screen.findByRole('region', { name: 'Content of report.html' })).toHaveTextContent(
    '<script>alert(1)</script>',
  );
  expect(document.querySelector('script')).toBeNull();
});

it('reads no more than the head of a big file, and says so', async () => {
  const ranges = keep('big.log', 'ä'.repeat(400_000));
  await openFile('big.log');
  expect(await screen.findByText('The first 524 kB of 800 kB; download it for all.')).toBeVisible();
  expect(ranges).toEqual(['bytes=0-524287']);
  expect(screen.getByRole('region', { name: 'Content of big.log' })).not.toHaveTextContent('\ufffd');
});

it('says how large a file is, and the hash it is known by', async () => {
  keep('big.log', 'x'.repeat(1_234));
  await openFile('big.log');
  expect(await screen.findByText('0f'.repeat(32))).toBeVisible();
  expect(screen.getByText(/^1.2 kB, SHA-256/)).toBeVisible();
});

it('says that an empty file is empty', async () => {
  keep('empty.txt', '');
  await openFile('empty.txt');
  expect(await screen.findByText('The file is empty.')).toBeVisible();
});

it('colours code, and keeps it text', async () => {
  keep('train.py', 'import os  # <img src=x onerror=alert(1)>');
  await openFile('train.py');
  expect((await screen.findByText('import')).className).toBe('hljs-keyword');
  expect(document.querySelector('img')).toBeNull();
});
