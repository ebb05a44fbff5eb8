/** A double as the wire carries it: JSON has no word for the last three. */
export type WireDouble = number | 'NaN' | 'Infinity' | '-Infinity';

export function toNumber(value: WireDouble): number {
  return typeof value === 'number' ? value : Number(value);
}

const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Up to five significant digits, so that a column of metrics can be read at a glance. */
export function formatMetric(value: WireDouble): string {
  const number = toNumber(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '−∞';
  if (Number.isInteger(number) && Math.abs(number) < 1e12) return integers.format(number);
  const size = Math.abs(number);
  if (size < 1e-4 || size >= 1e9) return number.toExponential(3);
  if (size >= 1e4) return integers.format(number);
  return String(Number(number.toPrecision(5)));
}

export function formatDuration(millis: number): string {
  if (millis < 0) return '–';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

export function formatRelativeTime(millis: number, now: number = Date.now()): string {
  const distance = millis - now;
  for (const [unit, size] of units) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  }
  return 'just now';
}

const exact = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

export function formatExactTime(millis: number): string {
  return exact.format(new Date(millis));
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const names = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let name = 'B';
  for (const next of names) {
    if (size < 1000) break;
    size /= 1000;
    name = next;
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${name}`;
}

export function plural(count: number, noun: string): string {
  return `${integers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
