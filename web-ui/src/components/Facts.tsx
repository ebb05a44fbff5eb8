import type { ReactNode } from 'react';
import classes from '@/components/Facts.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Short facts side by side, each under its name. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.name} className={classes.fact}>
          <dt className={classes.name}>{fact.name}</dt>
          <dd className={classes.value}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
