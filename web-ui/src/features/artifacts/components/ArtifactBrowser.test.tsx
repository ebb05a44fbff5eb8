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

it('opens folders and shows a file as text, whatever is in it', async () => {
  const list = '*/api/2.0/mlflow-artifacts/artifacts';
  server.use(
    http.get(list, ({ request }) => {
      const folder = new URL(request.url).searchParams.get('path');
      return HttpResponse.json({
        files:
          folder === '1/a/artifacts'
            ? [{ path: 'reports', is_dir: true }]
            : [{ path: 'note.html', is_dir: false, file_size: 30 }],
      });
    }),
    http.get(`${list}/1/a/artifacts/reports/note.html`, () => HttpResponse.text('<script>alert(1)</script>')),
  );
  renderWithProviders(<Browser />);
  await userEvent.click(await screen.findByRole('button', { name: 'reports' }));
  await userEvent.click(await screen.findByRole('button', { name: /note.html/ }));
  expect(await screen.findByText('<script>alert(1)</script>')).toBeInTheDocument();
  expect(document.querySelector('script')).toBeNull();
});
