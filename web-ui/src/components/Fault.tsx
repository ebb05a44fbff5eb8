import classes from '@/components/Fault.module.css';

/** What went wrong, as the server says it: a sentence, and perhaps the text at fault with a caret below the place. */
export function Fault({ message }: { message: string }) {
  const end = message.indexOf('\n');
  if (end < 0) return message;
  return (
    <>
      {message.slice(0, end)}
      <pre className={classes.place}>{message.slice(end + 1)}</pre>
    </>
  );
}
