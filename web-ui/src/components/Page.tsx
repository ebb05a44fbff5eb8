import { useDocumentTitle } from '@mantine/hooks';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Fragment, type ReactNode } from 'react';
import classes from '@/components/Page.module.css';

interface PageProps {
  title: string;
  /** The way here, outermost first, as links. */
  trail?: ReactNode[];
  /** Beside the title: a status, an id. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** The body fills the window and scrolls inside itself. */
  fill?: boolean;
  children: ReactNode;
}

export function Page({ title, trail = [], aside, actions, fill, children }: PageProps) {
  useDocumentTitle(`${title} · Millrace`);
  return (
    <main tabIndex={-1} className={fill ? `${classes.page} ${classes.fill}` : classes.page}>
      <header className={classes.header}>
        {trail.length > 0 && (
          <nav aria-label="Breadcrumb" className={classes.trail}>
            {trail.map((link, index) => (
              <Fragment key={index}>
                {index > 0 && <IconChevronRight size={14} aria-hidden />}
                {link}
              </Fragment>
            ))}
          </nav>
        )}
        <div className={classes.titleRow}>
          <h1 className={classes.title}>{title}</h1>
          {aside}
          <div className={classes.actions}>{actions}</div>
        </div>
      </header>
      {children}
      <div id="popups" />
    </main>
  );
}
