import { runColour } from '@/lib/runColour';

/** Those that can be chosen for a run: told apart by most eyes, on light and on dark. */
export const RUN_COLOURS = [
  '#2f9fb3',
  '#d9742b',
  '#5b8c3a',
  '#b2508f',
  '#6f76d1',
  '#b8942c',
  '#c8504a',
  '#4f8f86',
  '#8a6bb0',
  '#7d7468',
] as const;

/** The colour of a run: as chosen, or its own on every page. */
export function colourOf(
  runId: string,
  chosen: Readonly<Record<string, number>> | undefined,
  scheme: 'light' | 'dark',
): string {
  const place = chosen?.[runId];
  return (place === undefined ? undefined : RUN_COLOURS[place]) ?? runColour(runId, scheme);
}
