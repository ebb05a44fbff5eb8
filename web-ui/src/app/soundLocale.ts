/**
 * Chromium in a POSIX locale calls its language "en-US@posix", which Intl refuses with an exception; uPlot asks
 * Intl for the browser's language when it is loaded.
 */
export function ensureSoundLocale(): void {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
}
