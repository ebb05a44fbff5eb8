import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { artifactUrl } from '@/features/artifacts/api/readArtifactHead';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { plural } from '@/lib/format';

GlobalWorkerOptions.workerSrc = workerUrl;

const MAX_PAGES = 20;

/** A document while it is on the page: it holds a worker and its pages, so no cache keeps it. */
function usePdf(path: string) {
  const [opened, setOpened] = useState<{ document?: PDFDocumentProxy; error?: Error }>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    const task = getDocument({ url: artifactUrl(path), disableAutoFetch: true, disableStream: true });
    task.promise.then(
      (document) => !gone && setOpened({ document }),
      (error: Error) => !gone && setOpened({ error }),
    );
    return () => {
      gone = true;
      setOpened({});
      void task.destroy();
    };
  }, [path, attempt]);
  return { ...opened, retry: () => setAttempt((times) => times + 1) };
}

/** The pages as pictures: no script of the file runs, and big files are read in parts. */
export default function PdfPreview({ path, name }: { path: string; name: string }) {
  const { document, error, retry } = usePdf(path);
  if (error !== undefined) return <ErrorState error={error} doing={`read ${name}`} onRetry={retry} />;
  if (document === undefined) return <Loading what={name} lines={8} />;
  const shown = Math.min(document.numPages, MAX_PAGES);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
    <div className={classes.pages} tabIndex={0} role="region" aria-label={`Content of ${name}`}>
      <p className="muted">
        {plural(document.numPages, 'page')}
        {shown < document.numPages && `; the first ${shown} are shown`}
      </p>
      {Array.from({ length: shown }, (_, index) => (
        <PdfPage key={index} document={document} number={index + 1} />
      ))}
    </div>
  );
}

function PdfPage({ document, number }: { document: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    document.getPage(number).then(
      (page) => {
        if (gone || canvas.current === null) return;
        const viewport = page.getViewport({ scale: 1.5 });
        canvas.current.width = viewport.width;
        canvas.current.height = viewport.height;
        const task = page.render({ canvas: canvas.current, viewport });
        stop = () => task.cancel();
        // A page that was left is not drawn to its end.
        task.promise.catch(() => undefined);
      },
      // Of a document that was closed, or broken at this page alone: it stays blank.
      () => undefined,
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [document, number]);
  return <canvas ref={canvas} className={classes.page} role="img" aria-label={`Page ${number}`} />;
}
