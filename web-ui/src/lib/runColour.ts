import { oklch } from '@/lib/oklch';

export type Scheme = 'light' | 'dark';

/** A colour that a run can have. */
export interface Colour {
  light: string;
  dark: string;
}

const HUES = 360;
/** Far enough from white and from the dark background to be seen on either, and from one another. */
const SHADES = [
  { light: 0.52, dark: 0.74, chroma: 0.135 },
  { light: 0.4, dark: 0.86, chroma: 0.105 },
  { light: 0.62, dark: 0.62, chroma: 0.15 },
] as const;

/** How many colours there are. */
export const PLACES = HUES * SHADES.length;

export function colourAt(place: number): Colour {
  const { light, dark, chroma } = SHADES[Math.floor(place / HUES)]!;
  const hue = place % HUES;
  return { light: oklch(light, chroma, hue), dark: oklch(dark, chroma, hue) };
}

/** Where the colour of a run stands, which comes from its ID alone. */
export function placeOfRun(runId: string): number {
  return hash(runId) % PLACES;
}

/** The same colour for a run on every page and in every browser. */
export function runColour(runId: string, scheme: Scheme): string {
  return colourAt(placeOfRun(runId))[scheme];
}

/** Those that can be chosen for a run: told apart by most eyes, on light and on dark. */
export const RUN_COLOURS = [
  '#2f9fb3',
  '#d9742b',
  '#5b8c3a',
  '#b2508f',
  '#6f76d1',
  '#a98626',
  '#c8504a',
  '#4f8f86',
  '#8a6bb0',
  '#7d7468',
] as const;

/** The colours that somebody chose for runs, by their places among those that can be chosen. */
export type ChosenColours = Readonly<Record<string, number>>;

export function chosenColour(runId: string, chosen: ChosenColours | undefined): string | undefined {
  const place = chosen?.[runId];
  return place === undefined ? undefined : RUN_COLOURS[place];
}

/** The colour of a run: as chosen, or its own on every page. */
export function colourOf(runId: string, chosen: ChosenColours | undefined, scheme: Scheme): string {
  return chosenColour(runId, chosen) ?? runColour(runId, scheme);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  // Its low bits are poor by themselves.
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 8;
}
