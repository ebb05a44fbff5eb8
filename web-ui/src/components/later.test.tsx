import { render, screen } from '@testing-library/react';
import { Component, type ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { later } from '@/components/later';

function Part({ name }: { name: string }) {
  return <p>part of {name}</p>;
}

it('shows what is fetched in the place of what stood there, and fetches it once', async () => {
  const load = vi.fn(() => Promise.resolve(Part));
  const Later = later(load, <p>loading</p>);
  const first = render(<Later name="one" />);
  expect(screen.getByText('loading')).toBeInTheDocument();
  expect(await screen.findByText('part of one')).toBeInTheDocument();
  expect(screen.queryByText('loading')).not.toBeInTheDocument();
  first.unmount();
  render(<Later name="two" />);
  expect(screen.getByText('part of two')).toBeInTheDocument();
  expect(load).toHaveBeenCalledTimes(1);
});

class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error === undefined ? this.props.children : <p>{this.state.error.message}</p>;
  }
}

it('fails as the page when it cannot be fetched', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Later = later<{ name: string }>(() => Promise.reject(new Error('not there')), null);
  render(
    <Boundary>
      <Later name="one" />
    </Boundary>,
  );
  expect(await screen.findByText('not there')).toBeInTheDocument();
});
