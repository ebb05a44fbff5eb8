/** Told apart by most eyes, on light and on dark. */
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

/** The colour of a run: as chosen, or always the same one by its id. */
export function colourOf(runId: string, chosen: Readonly<Record<string, number>> | undefined): string {
  const index = chosen?.[runId] ?? parseInt(runId.slice(-6), 16);
  const place = Number.isFinite(index) ? Math.abs(Math.trunc(index)) % RUN_COLOURS.length : 0;
  return RUN_COLOURS[place] ?? RUN_COLOURS[0];
}
