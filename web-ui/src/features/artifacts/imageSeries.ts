import { previewKind } from '@/features/artifacts/previewKind';

/** One picture that was made again and again: its files by step, or one file without a step. */
export interface ImageSeries {
  /** By step; by undefined where the picture was made once. */
  files: Map<number | undefined, string>;
}

interface Place {
  name: string;
  step: number | undefined;
  /** The greater one of the same step is shown. */
  rank: number;
}

// MLflow 3: images/<key>+step+<n>+timestamp+<t>+<uuid>[+compressed].<ending>, a slash in the key being a ~;
// MLflow 2 had % and #.
const LOGGED = /^(?:.*\/)?images\/(.+)([%+])step\2(-?\d+)\2timestamp\2(\d+)\2[^%+]+?(\2compressed)?\.\w+$/;
const NUMBERED = /^(.*?)[-_.]?(\d+)(\.\w+)$/;

function placeOf(path: string): Place {
  const logged = LOGGED.exec(path);
  if (logged !== null) {
    const [, key = '', , step, timestamp, compressed] = logged;
    // Of the two files of a picture the small one will do.
    const rank = Number(timestamp) + (compressed === undefined ? 0 : 0.5);
    return { name: key.replaceAll(/[~#]/g, '/'), step: Number(step), rank };
  }
  const numbered = NUMBERED.exec(path);
  if (numbered === null) return { name: path, step: undefined, rank: 0 };
  const [, before = '', step, ending = ''] = numbered;
  // Of a file that is called by its number alone the folder has the name.
  const bare = before === '' || before.endsWith('/');
  return { name: `${before}${bare ? '*' : ''}${ending}`, step: Number(step), rank: 0 };
}

/**
 * The pictures among the files of one run, by name. What differs by a number at the end of its name is one
 * picture at several steps.
 */
export function imageSeries(paths: readonly string[]): Map<string, ImageSeries> {
  const found = new Map<string, ImageSeries>();
  const ranks = new Map<string, number>();
  for (const path of paths) {
    if (previewKind(path) !== 'image') continue;
    const { name, step, rank } = placeOf(path);
    const series = found.get(name) ?? { files: new Map<number | undefined, string>() };
    found.set(name, series);
    const place = `${name}\n${step}`;
    if (rank < (ranks.get(place) ?? 0)) continue;
    ranks.set(place, rank);
    series.files.set(step, path);
  }
  return found;
}

/** Every step that some of the series have, from the first to the last. */
export function stepsOf(series: Iterable<ImageSeries>): number[] {
  const steps = new Set<number>();
  for (const { files } of series) {
    for (const step of files.keys()) if (step !== undefined) steps.add(step);
  }
  return [...steps].sort((a, b) => a - b);
}

/** The file at a step, or the last one before it; undefined where it begins later. */
export function fileAt(
  series: ImageSeries,
  step: number,
): { path: string; step: number | undefined } | undefined {
  const { files } = series;
  const once = files.get(undefined);
  if (once !== undefined) return { path: once, step: undefined };
  const last = stepsOf([series]).findLast((one) => one <= step);
  const path = files.get(last);
  return path === undefined ? undefined : { path, step: last };
}
