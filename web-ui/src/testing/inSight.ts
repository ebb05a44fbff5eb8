import { vi } from 'vitest';

/** Everything on the page is in sight; jsdom lays nothing out. */
export function putInSight(): void {
  class Seen {
    private readonly tell: (entries: { isIntersecting: boolean }[]) => void;

    constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
      this.tell = tell;
    }

    observe() {
      this.tell([{ isIntersecting: true }]);
    }

    unobserve() {}

    disconnect() {}
  }
  vi.stubGlobal('IntersectionObserver', Seen);
}
