import { SegmentedControl } from '@mantine/core';
import { lazy, useRef, useState } from 'react';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { withOwnPlotly } from '@/features/artifacts/plotly';
import { serverUrl } from '@/lib/http';

const CodePreview = lazy(() => import('@/features/artifacts/components/previews/CodePreview'));

/** A page that somebody logged, in a frame without an origin: its scripts run there, and reach nothing of ours. */
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
        <span className="muted">
          It runs without a network here; what it loads from elsewhere is missing.
        </span>
      </div>
      {shown === 'page' ? (
        <LoggedPage key={text} name={name} text={text} />
      ) : (
        <CodePreview label={`Content of ${name}`} text={text} language="xml" />
      )}
    </>
  );
}

/** Of one text: what was written into the frame takes its place, so that another needs another frame. */
function LoggedPage({ name, text }: { name: string; text: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <iframe
      ref={frame}
      className={classes.frame}
      sandbox="allow-scripts"
      src={serverUrl('preview.html')}
      title={`Page ${name}`}
      // A frame without an origin can be told by no other target. What it shows it has from its own user.
      onLoad={() => frame.current?.contentWindow?.postMessage({ html: withOwnPlotly(text) }, '*')}
    />
  );
}
