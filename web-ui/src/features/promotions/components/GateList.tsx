import classes from '@/features/promotions/components/GateList.module.css';
import type { GateResult } from '@/features/promotions/api/types';

const WORDS = { pass: 'passed', fail: 'failed', error: 'could not be asked', pending: 'waits' } as const;

/** What each gate found, and why. */
export function GateList({ gates }: { gates: readonly GateResult[] }) {
  return (
    <ul className={classes.gates}>
      {gates.map((gate) => (
        <li key={gate.name} data-status={gate.status}>
          <strong>{gate.name}</strong> {WORDS[gate.status]}: {gate.message}
        </li>
      ))}
    </ul>
  );
}
