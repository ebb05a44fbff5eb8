import { Kbd, Modal } from '@mantine/core';
import classes from '@/app/shell/AppShell.module.css';
import { isApple } from '@/lib/isApple';

const mod = isApple ? '⌘' : 'Ctrl';

const groups: { title: string; keys: { keys: string[]; what: string }[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: [mod, 'K'], what: 'Go to a page, run, model or endpoint' },
      { keys: ['?'], what: 'Show these keys' },
      { keys: ['Esc'], what: 'Close what is open' },
    ],
  },
  {
    title: 'In the table of runs',
    keys: [
      { keys: ['/'], what: 'Go to the filter; Enter applies it' },
      { keys: ['↑', '↓', '←', '→'], what: `Move the cell; with ${mod} to the end` },
      { keys: ['Page ↑', 'Page ↓'], what: 'Move it by a screen' },
      { keys: ['Home', 'End'], what: `Go to the first or last column; with ${mod} of all rows` },
      { keys: ['Space'], what: 'Select the run; with Shift all up to here' },
      { keys: ['Enter'], what: 'Open the run or the group' },
      { keys: ['Shift', 'Enter'], what: 'Fold and unfold' },
      { keys: ['F2'], what: 'Edit a name, note or tag' },
      { keys: ['Shift', 'F10'], what: 'Show what can be done with the run' },
    ],
  },
  {
    title: 'Where runs are compared',
    keys: [
      { keys: ['n'], what: 'Next difference' },
      { keys: ['p'], what: 'Previous difference' },
    ],
  },
  {
    title: 'In charts',
    keys: [{ keys: ['drag'], what: 'Look at a part; a double click goes back' }],
  },
];

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {groups.map(({ title, keys }) => (
        <section key={title} aria-label={title}>
          <h3 className={classes.keysTitle}>{title}</h3>
          <dl className={classes.keys}>
            {keys.map(({ keys: pressed, what }) => (
              <div key={what}>
                <dt>
                  {pressed.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
