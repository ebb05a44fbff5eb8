import { CopyButton } from '@/components/CopyButton';
import classes from '@/components/CodeSnippet.module.css';

/** Code to take away, in the language named. */
export function CodeSnippet({ code, label }: { code: string; label: string }) {
  return (
    <figure className={classes.figure} aria-label={label}>
      <figcaption className={classes.caption}>
        {label}
        <CopyButton text={code} label={`Copy: ${label}`} />
      </figcaption>
      {/* Long lines scroll inside the box, so it must take the focus to be scrolled by keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.code} tabIndex={0}>
        {code}
      </pre>
    </figure>
  );
}
