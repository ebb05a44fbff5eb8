import { Menu } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

interface FloatingMenuProps {
  /** What it belongs to. */
  at: DOMRect;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A menu beside something that has no menu of its own: one for all lines of a table. The focus returns to
 * where it was.
 */
export function FloatingMenu({ at, label, onClose, children }: FloatingMenuProps) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // It went with the menu that had it.
      if (document.activeElement === document.body && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    },
    [before],
  );
  return (
    <Menu
      opened
      onChange={(opened) => !opened && onClose()}
      position="bottom-end"
      width={220}
      shadow="md"
      withinPortal={false}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          style={{
            position: 'fixed',
            left: at.left,
            top: at.top,
            width: at.width,
            height: at.height,
            opacity: 0,
            pointerEvents: 'none',
          }}
        />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
