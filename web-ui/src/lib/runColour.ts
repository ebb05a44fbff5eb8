const HUES = 360;
const SHADES = [
  { light: 0.56, dark: 0.74, chroma: 0.135 },
  { light: 0.43, dark: 0.85, chroma: 0.105 },
  { light: 0.64, dark: 0.63, chroma: 0.155 },
] as const;

/** The same colour for a run on every page and in every browser: it comes from the run's ID alone. */
export function runColour(runId: string, scheme: 'light' | 'dark'): string {
  const place = hash(runId) % (HUES * SHADES.length);
  const shade = SHADES[Math.floor(place / HUES)]!;
  const hue = place % HUES;
  return oklch(shade[scheme], shade.chroma, hue);
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

/** As #rrggbb, which canvas, SVG and charts all take. Hues of one lightness look equally strong. */
export function oklch(lightness: number, chroma: number, hueDegrees: number): string {
  const a = chroma * Math.cos((hueDegrees * Math.PI) / 180);
  const b = chroma * Math.sin((hueDegrees * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(channel).join('')}`;
}

function channel(linear: number): string {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
