/** The page's tokens, as charts take them. */
export interface Palette {
  text: string;
  dimmed: string;
  grid: string;
  background: string;
  accent: string;
  font: string;
}

/** From low to high, readable on either background. */
export const SCALE = ['#3b4fb0', '#2f8fc4', '#35b6a2', '#9dcf5a', '#f2c53d', '#f08536'];

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token('--mantine-color-text'),
    dimmed: token('--mantine-color-dimmed'),
    grid: token('--mr-chart-grid'),
    background: token('--mantine-color-body'),
    accent: token('--mr-link'),
    font: token('--mantine-font-family'),
  };
}
