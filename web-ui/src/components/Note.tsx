import classes from '@/components/Note.module.css';

/** What somebody wrote, as text: line breaks are kept and nothing in it is markup. */
export function Note({ text }: { text: string }) {
  return <p className={classes.note}>{text}</p>;
}
