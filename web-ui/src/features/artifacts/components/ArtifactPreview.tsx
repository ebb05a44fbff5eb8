import { Button } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { lazy, Suspense } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { useArtifactFacts } from '@/features/artifacts/api/getArtifactFacts';
import { artifactUrl, PREVIEW_BYTES, useArtifactHead } from '@/features/artifacts/api/readArtifactHead';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { CsvTable } from '@/features/artifacts/components/CsvTable';
import { languageOf, previewKind, type PreviewKind } from '@/features/artifacts/previewKind';
import { formatBytes } from '@/lib/format';

// Most files need one of these, and most pages none.
const CodePreview = lazy(() => import('@/features/artifacts/components/previews/CodePreview'));
const HtmlPreview = lazy(() => import('@/features/artifacts/components/previews/HtmlPreview'));
const NotebookPreview = lazy(() => import('@/features/artifacts/components/previews/NotebookPreview'));
const ParquetPreview = lazy(() => import('@/features/artifacts/components/previews/ParquetPreview'));
const PdfPreview = lazy(() => import('@/features/artifacts/components/previews/PdfPreview'));
const Markdown = lazy(() => import('@/components/Markdown').then((module) => ({ default: module.Markdown })));

export function ArtifactPreview({ path }: { path: string }) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <section aria-label={`Preview of ${name}`}>
      <header className={classes.previewHead}>
        <h2 className={`${classes.fileName} truncate`} title={name}>
          {name}
        </h2>
        <Button
          component="a"
          href={artifactUrl(path)}
          download={name}
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download
        </Button>
      </header>
      <FileFacts path={path} />
      <Suspense fallback={<Loading what={name} lines={8} />}>
        <Preview path={path} name={name} kind={previewKind(path)} />
      </Suspense>
    </section>
  );
}

/** By which somebody else's copy can be told to be the same. */
function FileFacts({ path }: { path: string }) {
  const { data } = useArtifactFacts(path);
  return (
    <p className={classes.fileFacts}>
      {data === undefined ? '\u00a0' : formatBytes(data.size)}
      {data?.sha256 !== undefined && (
        <>
          , SHA-256 <span className={`mono truncate ${classes.hash}`}>{data.sha256}</span>
          <CopyButton text={data.sha256} label="Copy the SHA-256" />
        </>
      )}
    </p>
  );
}

interface PreviewProps {
  path: string;
  name: string;
  kind: PreviewKind;
}

function Preview({ path, name, kind }: PreviewProps) {
  const url = artifactUrl(path);
  switch (kind) {
    case 'image':
      return <img className={classes.image} src={url} alt={name} />;
    case 'audio':
      // eslint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote one
      return <audio className={classes.media} controls preload="metadata" src={url} aria-label={name} />;
    case 'video':
      // eslint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote one
      return <video className={classes.media} controls preload="metadata" src={url} aria-label={name} />;
    case 'parquet':
      return <ParquetPreview path={path} name={name} />;
    case 'pdf':
      return <PdfPreview path={path} name={name} />;
    case 'none':
      return (
        <EmptyState title="No preview for this kind of file">
          <p>Download it to open it with the program it belongs to.</p>
        </EmptyState>
      );
    default:
      return <TextPreview path={path} name={name} kind={kind} />;
  }
}

/** The outputs of a notebook hold pictures: half of one is no notebook. */
const NOTEBOOK_BYTES = 16 * 1024 * 1024;

function TextPreview({ path, name, kind }: PreviewProps) {
  const bytes = kind === 'notebook' ? NOTEBOOK_BYTES : PREVIEW_BYTES;
  const { data, error, refetch } = useArtifactHead(path, bytes);
  if (error !== null)
    return <ErrorState error={error} doing={`read ${name}`} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={name} lines={8} />;
  if (data.text === '') return <p className="muted">The file is empty.</p>;
  return (
    <>
      {data.truncated && (
        <p className={classes.truncated}>
          The first {formatBytes(bytes)} of {formatBytes(data.size)}; download it for all.
        </p>
      )}
      <Content path={path} name={name} kind={kind} text={data.text} whole={!data.truncated} />
    </>
  );
}

function Content({ path, name, kind, text, whole }: PreviewProps & { text: string; whole: boolean }) {
  switch (kind) {
    case 'csv':
    case 'tsv':
      return <CsvTable text={text} delimiter={kind === 'csv' ? ',' : '\t'} label={name} />;
    case 'markdown':
      return <Markdown text={text} />;
    case 'html':
      return <HtmlPreview name={name} text={text} />;
    case 'notebook':
      return <NotebookPreview name={name} text={text} />;
    default: {
      const shown = kind === 'json' && whole ? indentJson(text) : text;
      const language = kind === 'json' ? 'json' : languageOf(path);
      return <CodePreview label={`Content of ${name}`} text={shown} language={language} />;
    }
  }
}

/** Indented; as it is where it is not JSON after all. */
function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
