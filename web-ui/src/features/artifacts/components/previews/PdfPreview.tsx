import { useQuery } from '@tanstack/react-query';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { artifactUrl } from '@/features/artifacts/api/readArtifactHead';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { plural } from '@/lib/format';

GlobalWorkerOptions.workerSrc = workerUrl;

const MAX_PAGES = 20;

/** The pages as pictures: no script of the file runs, and big files are read in parts. */
export default function PdfPreview({ path, name }: { path: string; name: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['artifacts', 'pdf', path],
    queryFn: () =>
      getDocument({ url: artifactUrl(path), disableAutoFetch: true, disableStream: true }).promise,
    retry: false,
    // The document holds a worker and is no plain data.
    structuralSharing: false,
    staleTime: Infinity,
  });
  if (error !== null)
    return <ErrorState error={error} doing={`read ${name}`} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={name} lines={8} />;
  const shown = Math.min(data.numPages, MAX_PAGES);
  return (
    <div className={classes.pages} role="region" aria-label={`Content of ${name}`}>
      <p className="muted">
        {plural(data.numPages, 'page')}
        {shown < data.numPages && `; the first ${shown} are shown`}
      </p>
      {Array.from({ length: shown }, (_, index) => (
        <PdfPage key={index} document={data} number={index + 1} />
      ))}
    </div>
  );
}

function PdfPage({ document, number }: { document: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void document.getPage(number).then((page) => {
      if (gone || canvas.current === null) return;
      const viewport = page.getViewport({ scale: 1.5 });
      canvas.current.width = viewport.width;
      canvas.current.height = viewport.height;
      const task = page.render({ canvas: canvas.current, viewport });
      stop = () => task.cancel();
      // A page that was left is not drawn to its end.
      task.promise.catch(() => undefined);
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [document, number]);
  return <canvas ref={canvas} className={classes.page} role="img" aria-label={`Page ${number}`} />;
}
