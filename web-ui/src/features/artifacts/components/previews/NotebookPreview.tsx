import { lazy } from 'react';
import { Markdown } from '@/components/Markdown';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { readNotebook, type CellOutput } from '@/features/artifacts/notebook';

const CodePreview = lazy(() => import('@/features/artifacts/components/previews/CodePreview'));

/** The cells of a notebook and what they printed. */
export default function NotebookPreview({ name, text }: { name: string; text: string }) {
  const notebook = readNotebook(text);
  if (notebook === undefined) {
    return <CodePreview label={`Content of ${name}`} text={text} language="json" />;
  }
  return (
    <div className={classes.notebook} role="region" aria-label={`Content of ${name}`}>
      {notebook.cells.map((cell, index) =>
        cell.kind === 'markdown' ? (
          <Markdown key={index} text={cell.source} />
        ) : (
          <div key={index}>
            <CodePreview label={`Cell ${index + 1}`} text={cell.source} language={notebook.language} />
            {cell.outputs.map((output, place) => (
              <Output key={place} output={output} label={`Output ${place + 1} of cell ${index + 1}`} />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

function Output({ output, label }: { output: CellOutput; label: string }) {
  if (output.kind === 'image') {
    return <img className={classes.image} src={`data:${output.type};base64,${output.data}`} alt={label} />;
  }
  return (
    <pre
      className={classes.output}
      data-error={output.kind === 'error' || undefined}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {output.text}
    </pre>
  );
}
