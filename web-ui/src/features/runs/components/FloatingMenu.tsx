import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

interface FloatingMenuProps {
  /** What it belongs to. */
  at: DOMRect;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** A menu beside something that has no menu of its own: one for all lines of a table. */
export function FloatingMenu({ at, label, onClose, children }: FloatingMenuProps) {
  return (
    <Menu
      opened
      onChange={(opened) => !opened && onClose()}
      position="bottom-end"
      width={220}
      shadow="md"
      returnFocus
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
