import { SegmentedControl } from '@mantine/core';
import { lazy, useState } from 'react';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';

const CodePreview = lazy(() => import('@/features/artifacts/components/previews/CodePreview'));

/** A page that somebody logged, in a frame that is nobody's: it runs nothing and reaches nothing of ours. */
export default function HtmlPreview({ name, text }: { name: string; text: string }) {
  const [shown, setShown] = useState('page');
  return (
    <>
      <div className={classes.choice}>
        <SegmentedControl
          size="xs"
          aria-label="How the page is shown"
          data={[
            { value: 'page', label: 'Page' },
            { value: 'source', label: 'Source' },
          ]}
          value={shown}
          onChange={setShown}
        />
        <span className="muted">Its scripts do not run here; download it to have them run.</span>
      </div>
      {shown === 'page' ? (
        <iframe className={classes.frame} sandbox="" srcDoc={text} title={`Page ${name}`} />
      ) : (
        <CodePreview label={`Content of ${name}`} text={text} language="xml" />
      )}
    </>
  );
}
