import { Button } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { artifactUrl, PREVIEW_BYTES, useArtifactHead } from '@/features/artifacts/api/readArtifactHead';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { CsvTable } from '@/features/artifacts/components/CsvTable';
import { previewKind, type PreviewKind } from '@/features/artifacts/previewKind';
import { formatBytes } from '@/lib/format';

export function ArtifactPreview({ path }: { path: string }) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const kind = previewKind(path);
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
      {kind === 'image' ? (
        <img className={classes.image} src={artifactUrl(path)} alt={name} />
      ) : kind === 'none' ? (
        <EmptyState title="No preview for this kind of file">
          <p>Download it to open it with the program it belongs to.</p>
        </EmptyState>
      ) : (
        <TextPreview path={path} name={name} kind={kind} />
      )}
    </section>
  );
}

function TextPreview({ path, name, kind }: { path: string; name: string; kind: PreviewKind }) {
  const { data, error, refetch } = useArtifactHead(path);
  if (error !== null)
    return <ErrorState error={error} doing={`read ${name}`} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={name} lines={8} />;
  if (data.text === '') return <p className="muted">The file is empty.</p>;
  return (
    <>
      {data.truncated && (
        <p className={classes.truncated}>
          The first {formatBytes(PREVIEW_BYTES)} of the file; download it for all.
        </p>
      )}
      {kind === 'csv' || kind === 'tsv' ? (
        <CsvTable text={data.text} delimiter={kind === 'csv' ? ',' : '\t'} label={name} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
        <pre className={classes.text} tabIndex={0} role="region" aria-label={`Content of ${name}`}>
          {kind === 'json' && !data.truncated ? indentJson(data.text) : data.text}
        </pre>
      )}
    </>
  );
}

/** Indented; as it is where it is not JSON after all. */
function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
