import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import HtmlPreview from '@/features/artifacts/components/previews/HtmlPreview';
import { renderWithProviders } from '@/testing/renderWithProviders';

/** A file that may be read again, with the same content or another one. */
function Reread() {
  const [text, setText] = useState('<p>1</p>');
  const [times, setTimes] = useState(1);
  return (
    <>
      <button onClick={() => setTimes(times + 1)}>Read {times}</button>
      <button onClick={() => setText('<p>2</p>')}>Changed</button>
      <HtmlPreview name="report.html" text={text} />
    </>
  );
}

it('takes another frame for another content of the file', async () => {
  renderWithProviders(<Reread />);
  const first = await screen.findByTitle('Page report.html');
  await userEvent.click(screen.getByRole('button', { name: 'Read 1' }));
  await screen.findByRole('button', { name: 'Read 2' });
  expect(screen.getByTitle('Page report.html')).toBe(first);
  await userEvent.click(screen.getByRole('button', { name: 'Changed' }));
  await expect.poll(() => screen.getByTitle('Page report.html')).not.toBe(first);
});
