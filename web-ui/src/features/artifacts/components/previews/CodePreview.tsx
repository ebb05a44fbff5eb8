import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { common, createLowlight } from 'lowlight';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';
import { useMemo, type ReactNode } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import browser from '@/features/artifacts/components/ArtifactBrowser.module.css';
import classes from '@/features/artifacts/components/previews/CodePreview.module.css';

const lowlight = createLowlight({ ...common, dockerfile, protobuf, scala });

/** Colouring more than this takes longer than anybody waits. */
const MOST_COLOURED = 200_000;

interface CodePreviewProps {
  label: string;
  text: string;
  language: string | undefined;
}

/** Text with its language's words in colour. */
export default function CodePreview({ label, text, language }: CodePreviewProps) {
  const coloured = useMemo((): ReactNode => {
    if (language === undefined || text.length > MOST_COLOURED || !lowlight.registered(language)) return text;
    return toJsxRuntime(lowlight.highlight(language, text), { Fragment, jsx, jsxs }) as ReactNode;
  }, [text, language]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
    <pre className={`${browser.text} ${classes.code}`} tabIndex={0} role="region" aria-label={label}>
      <code>{coloured}</code>
    </pre>
  );
}
