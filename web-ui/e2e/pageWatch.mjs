import { AxeBuilder } from '@axe-core/playwright';

/** What somebody logged is theirs. */
const LOGGED_PAGE = 'iframe[sandbox]';

/** Notes what goes wrong on a page: console errors, exceptions, requests without an answer or with a bad one. */
export class PageWatch {
  #page;
  #problems = [];
  /** What is said of these URLs, or with these words, is no problem for now. */
  #expected;

  constructor(page, expected = []) {
    this.#page = page;
    this.#expected = [...expected];
    page.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()}`, message.location().url);
    });
    page.on('pageerror', (error) => this.#note(`exception: ${error.message}`, ''));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // What a page left behind asked for is cancelled.
      if (reason !== 'net::ERR_ABORTED')
        this.#note(`request failed: ${reason} ${request.url()}`, request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400)
        this.#note(`answer ${response.status()}: ${response.url()}`, response.url());
    });
  }

  #note(problem, url) {
    if (!this.#expected.some((part) => url.includes(part) || problem.includes(part)))
      this.#problems.push(problem);
  }

  /** Runs a step in which answers of URLs containing `part` may be errors. */
  async expecting(part, step) {
    this.#expected.push(part);
    await step();
    this.#expected.pop();
  }

  /** Fails with all that was noted since the last time. */
  assertClean(where) {
    const problems = this.#problems.splice(0);
    if (problems.length > 0) throw new Error(`${where}:\n  ${problems.join('\n  ')}`);
  }

  async assertAccessible(where) {
    const { violations } = await new AxeBuilder({ page: this.#page }).exclude(LOGGED_PAGE).analyze();
    if (violations.length === 0) return;
    const lines = violations.flatMap((violation) => [
      `${violation.id} (${violation.impact}): ${violation.help}`,
      ...violation.nodes
        .slice(0, 3)
        .map((node) => `    ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
    ]);
    throw new Error(`${where} is not accessible:\n  ${lines.join('\n  ')}`);
  }
}
