import classes from '@/features/endpoints/components/SplitBar.module.css';

export interface SplitPart {
  name: string;
  percent: number;
}

const colors = ['race', 'teal', 'orange', 'grape', 'lime', 'pink'];

/** Who answers how much of the requests. */
export function SplitBar({ parts }: { parts: SplitPart[] }) {
  const shown = parts.filter((part) => part.percent > 0);
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {shown.map((part, index) => (
          <span
            key={part.name}
            className={classes.part}
            style={{ width: `${part.percent}%`, background: color(index) }}
          />
        ))}
      </div>
      <ul className={classes.legend} aria-label="Shares of the requests">
        {shown.map((part, index) => (
          <li key={part.name}>
            <span className={classes.swatch} style={{ background: color(index) }} aria-hidden />
            {`${part.name} ${formatPercent(part.percent)}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function color(index: number): string {
  return `var(--mantine-color-${colors[index % colors.length] ?? 'gray'}-6)`;
}

function formatPercent(percent: number): string {
  return `${Number(percent.toFixed(2))} %`;
}
