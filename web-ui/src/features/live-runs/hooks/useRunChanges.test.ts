import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useRunChanges } from '@/features/live-runs/hooks/useRunChanges';
import { FakeEventSource } from '@/testing/fakeEventSource';

function openSource(): FakeEventSource {
  const [source] = FakeEventSource.open();
  if (source === undefined) throw new Error('No stream is open.');
  return source;
}

function setVisibility(state: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('useRunChanges', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeEventSource.install();
    setVisibility('visible');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('gathers what happens to one call, with the runs that changed', () => {
    const onChange = vi.fn();
    renderHook(() => useRunChanges('7', onChange));
    const source = openSource();
    expect(source.url).toMatch(/\/api\/millrace\/v1\/experiments\/7\/events$/);
    source.say('ready');
    source.say('run_created', { run_id: 'a' });
    source.say('metrics', { runs: [{ run_id: 'a' }, { run_id: 'b' }] });
    expect(onChange).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(onChange).toHaveBeenCalledExactlyOnceWith(new Set(['a', 'b']));
    vi.advanceTimersByTime(10_000);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('goes on where what changed could not be read', async () => {
    const onChange = vi.fn(() => Promise.reject(new Error('no answer')));
    renderHook(() => useRunChanges('7', onChange));
    const source = openSource();
    source.say('ready');
    source.say('run_created', { run_id: 'a' });
    await vi.advanceTimersByTimeAsync(2_000);
    source.say('run_created', { run_id: 'b' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onChange.mock.calls).toEqual([[new Set(['a'])], [new Set(['b'])]]);
  });

  it('takes everything for changed when the server says that something was missed', () => {
    const onChange = vi.fn();
    renderHook(() => useRunChanges('7', onChange));
    const source = openSource();
    source.say('ready');
    source.say('run_updated', { run_id: 'a' });
    source.say('reset');
    vi.advanceTimersByTime(2_000);
    expect(onChange).toHaveBeenCalledExactlyOnceWith('all');
  });

  it('stops while the page is hidden and catches up when it is seen again', () => {
    const onChange = vi.fn();
    renderHook(() => useRunChanges('7', onChange));
    openSource().say('ready');
    setVisibility('hidden');
    expect(FakeEventSource.open()).toHaveLength(0);
    setVisibility('visible');
    const again = openSource();
    again.say('ready');
    vi.advanceTimersByTime(2_000);
    expect(onChange).toHaveBeenCalledExactlyOnceWith('all');
  });

  it('ends with the page, and follows the experiment that the page shows', () => {
    const initialProps: { id?: string } = { id: '7' };
    const { rerender, unmount } = renderHook(({ id }) => useRunChanges(id, vi.fn()), { initialProps });
    rerender({ id: '8' });
    expect(FakeEventSource.open().map((source) => source.url)).toEqual([expect.stringContaining('/8/')]);
    rerender({});
    expect(FakeEventSource.open()).toHaveLength(0);
    rerender({ id: '8' });
    unmount();
    expect(FakeEventSource.open()).toHaveLength(0);
  });

  it('does nothing in a browser without event streams', () => {
    vi.unstubAllGlobals();
    expect(() => renderHook(() => useRunChanges('7', vi.fn()))).not.toThrow();
  });
});
