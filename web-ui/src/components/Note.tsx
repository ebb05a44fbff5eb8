import { lazy, Suspense } from 'react';
import classes from '@/components/Note.module.css';

const Markdown = lazy(() => import('@/components/Markdown').then((module) => ({ default: module.Markdown })));

/** What somebody wrote, as Markdown; HTML in it does nothing. */
export function Note({ text }: { text: string }) {
  return (
    <div className={classes.note}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
}
