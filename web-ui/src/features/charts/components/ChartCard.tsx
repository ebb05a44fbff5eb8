import { ActionIcon, Menu } from '@mantine/core';
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs';
import IconDotsVertical from '@tabler/icons-react/dist/esm/icons/IconDotsVertical.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import type { ReactNode, Ref } from 'react';
import classes from '@/features/charts/components/Charts.module.css';

export interface CardExport {
  label: string;
  save: () => void;
}

interface ChartCardProps {
  ref?: Ref<HTMLElement>;
  title: string;
  /** As wide as all columns of its grid. */
  wide?: boolean;
  /** Choices of this chart alone. */
  settings?: ReactNode;
  exports: CardExport[];
  onOpen?: () => void;
  onRemove?: () => void;
  children: ReactNode;
}

/** A chart under its name, with what can be done with it. */
export function ChartCard({
  ref,
  title,
  wide,
  settings,
  exports,
  onOpen,
  onRemove,
  children,
}: ChartCardProps) {
  return (
    <article
      ref={ref}
      className={wide ? `${classes.card} ${classes.wideCard}` : classes.card}
      aria-label={title}
    >
      <header className={classes.cardHead}>
        <h3 className={`${classes.cardTitle} truncate`} title={title}>
          {title}
        </h3>
        {onOpen !== undefined && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Show ${title} alone`}
            title="Full screen"
            onClick={onOpen}
          >
            <IconArrowsMaximize size={14} />
          </ActionIcon>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Save ${title}, and more`}
              title="More"
            >
              <IconDotsVertical size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {exports.map(({ label, save }) => (
              <Menu.Item key={label} leftSection={<IconDownload size={14} aria-hidden />} onClick={save}>
                Save as {label}
              </Menu.Item>
            ))}
            {onRemove !== undefined && <Menu.Item onClick={onRemove}>Remove this chart</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </header>
      {settings}
      {children}
    </article>
  );
}
