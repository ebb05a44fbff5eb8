import { expect, it } from 'vitest';
import { withOwnPlotly } from '@/features/artifacts/plotly';

it('takes Plotly from here in the place of its CDN', () => {
  const figure =
    '<head><meta charset="utf-8" /></head><script charset="utf-8" src="https://cdn.plot.ly/plotly-3.0.1.min.js" ' +
    'integrity="sha256-abc=" crossorigin="anonymous"></script> <div id="a$&b"></div>';
  expect(withOwnPlotly(figure, 'http://here/assets/plotly.js?a=$&b')).toBe(
    '<head><meta charset="utf-8" /></head><script src="http://here/assets/plotly.js?a=$&b"></script> <div id="a$&b"></div>',
  );
});

it('leaves every other script as it is', () => {
  const page = '<script src="https://example.org/plotly-1.js"></script><script>plotly()</script>';
  expect(withOwnPlotly(page, 'http://here/plotly.js')).toBe(page);
});
