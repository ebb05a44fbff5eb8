import { Kbd, Modal } from '@mantine/core';
import classes from '@/app/shell/AppShell.module.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

const keys: { keys: string[]; what: string }[] = [
  { keys: [isApple ? '⌘' : 'Ctrl', 'K'], what: 'Go to a page, run, model or endpoint' },
  { keys: ['?'], what: 'Show these keys' },
  { keys: ['n'], what: 'Next difference, where runs are compared' },
  { keys: ['p'], what: 'Previous difference' },
  { keys: ['Enter'], what: 'Apply the filter of the runs' },
  { keys: ['drag'], what: 'Look at a part of a chart; a double click goes back' },
  { keys: ['Esc'], what: 'Close what is open' },
];

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
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
    </Modal>
  );
}
