import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import PdfPreview from '@/features/artifacts/components/previews/PdfPreview';
import { renderWithProviders } from '@/testing/renderWithProviders';

const pdf = vi.hoisted(() => ({ opened: [] as string[], destroyed: [] as string[], broken: false }));

// The library draws on a canvas, which jsdom has not.
vi.mock('pdfjs-dist', () => ({
  GlobalWorkerOptions: {},
  getDocument: ({ url }: { url: string }) => {
    pdf.opened.push(url);
    return {
      promise: pdf.broken
        ? Promise.reject(new Error('No PDF'))
        : Promise.resolve({ numPages: 1, getPage: () => new Promise(() => undefined) }),
      destroy: () => {
        pdf.destroyed.push(url);
        return Promise.resolve();
      },
    };
  },
}));

it('gives a document back when it is left', async () => {
  const { unmount } = renderWithProviders(<PdfPreview path="1/a/report.pdf" name="report.pdf" />);
  expect(await screen.findByText('1 page')).toBeVisible();
  expect(pdf.destroyed).toEqual([]);
  unmount();
  expect(pdf.destroyed).toEqual(pdf.opened);
});

it('reads a file again that could not be read', async () => {
  pdf.broken = true;
  renderWithProviders(<PdfPreview path="1/a/report.pdf" name="report.pdf" />);
  expect(await screen.findByText('No PDF')).toBeVisible();
  pdf.broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('1 page')).toBeVisible();
});
