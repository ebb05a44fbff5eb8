import { distance, labOf, type Lab } from '@/lib/labs';
import {
  chosenColour,
  colourAt,
  placeOfRun,
  PLACES,
  runColour,
  type ChosenColours,
  type Colour,
} from '@/lib/runColour';

/** In OKLab, where 0.02 is just seen: four times that is told apart in thin lines, too. */
const FAR_ENOUGH = 0.08;
/** Of more runs nobody tells the colours apart, and each has its own. */
const MOST_RUNS = 100;
/** Every so many degrees a hue is tried in place of one that is taken. */
const STEP = 5;

interface Seen {
  light: Lab;
  dark: Lab;
}

const seenAs = ({ light, dark }: Colour): Seen => ({ light: labOf(light), dark: labOf(dark) });
const apart = (one: Seen, other: Seen) =>
  Math.min(distance(one.light, other.light), distance(one.dark, other.dark));

const known = new Map<number, { colour: Colour; seen: Seen }>();

function at(place: number) {
  let one = known.get(place);
  if (one === undefined) {
    const colour = colourAt(place);
    one = { colour, seen: seenAs(colour) };
    known.set(place, one);
  }
  return one;
}

/** The colours of runs that are drawn together, each of them where it was given one. */
export type DistinctColours = ReadonlyMap<string, Colour & { place?: number }>;

/**
 * Colours for runs that are drawn together, told apart in both schemes: a run has the one that was chosen for
 * it, else the one it had before, else its own, else the nearest to that which no other one is too near to.
 */
export function distinctColours(
  runIds: readonly string[],
  chosen?: ChosenColours,
  before?: DistinctColours,
): DistinctColours {
  const given = new Map<string, Colour & { place?: number }>();
  const taken: Seen[] = [];
  const ids = runIds.slice(0, MOST_RUNS);
  for (const id of ids) {
    const colour = chosenColour(id, chosen);
    if (colour === undefined) continue;
    const both = { light: colour, dark: colour };
    given.set(id, both);
    taken.push(seenAs(both));
  }
  const ofChosen = [...taken];
  const give = (id: string, place: number) => {
    const { colour, seen } = at(place);
    given.set(id, { ...colour, place });
    taken.push(seen);
  };
  const wait: string[] = [];
  for (const id of ids) {
    if (given.has(id)) continue;
    const had = before?.get(id)?.place;
    // Those given before were given together; only what was chosen since may be too near to them.
    if (had !== undefined && nearest(at(had).seen, ofChosen) >= FAR_ENOUGH) give(id, had);
    else wait.push(id);
  }
  for (const id of wait) give(id, freePlace(placeOfRun(id), taken));
  for (const id of runIds.slice(MOST_RUNS)) {
    const colour = chosenColour(id, chosen);
    given.set(id, { light: colour ?? runColour(id, 'light'), dark: colour ?? runColour(id, 'dark') });
  }
  return given;
}

/** How far the nearest of the others is. */
function nearest(one: Seen, others: readonly Seen[]): number {
  return others.reduce((least, other) => Math.min(least, apart(one, other)), Infinity);
}

/** A run's own place; else the first one beside it that is free; else the one that is farthest from all. */
function freePlace(own: number, taken: readonly Seen[]): number {
  let best = own;
  let most = nearest(at(own).seen, taken);
  for (let step = 1; most < FAR_ENOUGH && step < PLACES / STEP; step++) {
    const aside = Math.ceil(step / 2) * STEP * (step % 2 === 0 ? -1 : 1);
    const place = (own + aside + PLACES) % PLACES;
    const free = nearest(at(place).seen, taken);
    if (free > most) {
      most = free;
      best = place;
    }
  }
  return best;
}
