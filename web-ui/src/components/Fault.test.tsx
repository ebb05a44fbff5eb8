import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Fault } from '@/components/Fault';

it('keeps the lines of the text at fault below one another, so that the caret stands where it should', () => {
  render(<Fault message={'Unexpected end (at position 15)\nmetrics.loss <\n              ^'} />);
  expect(screen.getByText('Unexpected end (at position 15)')).toBeVisible();
  expect(document.querySelector('pre')?.textContent).toBe('metrics.loss <\n              ^');
});

it('is a sentence where there is nothing to point into', () => {
  const { container } = render(<Fault message="No such run" />);
  expect(container.textContent).toBe('No such run');
  expect(document.querySelector('pre')).toBeNull();
});
