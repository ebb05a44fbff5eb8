/** Lightness and two axes of colour, in which equal distances look equally far apart. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Red, green and blue of a #rrggbb as light, from 0 to 1. */
function light(colour: string): [number, number, number] {
  const at = (place: number) => {
    const encoded = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

/** Where a #rrggbb is, as it can be shown: what lies outside of the screen's colours is at their border. */
export function labOf(colour: string): Lab {
  const [red, green, blue] = light(colour);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function distance(one: Lab, other: Lab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** How well one is seen on the other, from 1 to 21, by WCAG. */
export function contrast(one: string, other: string): number {
  const [lower, upper] = [one, other].map(luminance).sort((a, b) => a - b) as [number, number];
  return (upper + 0.05) / (lower + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = light(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
