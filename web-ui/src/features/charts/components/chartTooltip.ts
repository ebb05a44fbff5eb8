import type uPlot from 'uplot';
import classes from '@/features/charts/components/Charts.module.css';
import { formatMetric } from '@/lib/format';

const MOST_ROWS = 12;

export interface TooltipLine {
  /** The place of the line's main series among the chart's. */
  series: number;
  name: string;
  colour: string;
}

/** Beside the pointer: where it is, and the value of each line there, the highest first. */
export function chartTooltip(lines: readonly TooltipLine[], formatX: (x: number) => string): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = classes.tooltip!;
  box.hidden = true;

  const show = (chart: uPlot) => {
    const { left = -1, top = 0, idx, idxs } = chart.cursor;
    if (left < 0 || idx === null || idx === undefined) {
      box.hidden = true;
      return;
    }
    const rows = lines
      .flatMap((line) => {
        const place = idxs?.[line.series];
        const value = place === null || place === undefined ? null : chart.data[line.series]?.[place];
        return value === null || value === undefined ? [] : [{ line, value }];
      })
      .sort((a, b) => b.value - a.value);
    if (rows.length === 0) {
      box.hidden = true;
      return;
    }
    box.replaceChildren(
      element('div', classes.tooltipHead, formatX(chart.posToVal(left, 'x'))),
      ...rows.slice(0, MOST_ROWS).map(({ line, value }) => {
        const row = element('div', classes.tooltipRow);
        const swatch = element('span', classes.swatch);
        swatch.style.background = line.colour;
        row.append(
          swatch,
          element('span', 'truncate', line.name),
          element('span', classes.tooltipValue, formatMetric(value)),
        );
        return row;
      }),
    );
    if (rows.length > MOST_ROWS) box.append(element('div', 'muted', `and ${rows.length - MOST_ROWS} more`));
    box.hidden = false;
    const width = chart.over.clientWidth;
    const onRight = left < width / 2;
    box.style.left = onRight ? `${left + 14}px` : '';
    box.style.right = onRight ? '' : `${width - left + 14}px`;
    box.style.top = `${Math.max(0, top - 20)}px`;
  };
  return {
    hooks: {
      init: (chart) => chart.over.append(box),
      setCursor: show,
    },
  };
}

function element(name: string, className?: string, text?: string): HTMLElement {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
