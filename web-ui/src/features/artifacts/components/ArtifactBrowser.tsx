import { EmptyState } from '@/components/EmptyState';
import { archiveUrl, type ArtifactRoot } from '@/features/artifacts/api/artifactRoot';
import { ArtifactPreview } from '@/features/artifacts/components/ArtifactPreview';
import { ArtifactFolder } from '@/features/artifacts/components/ArtifactFolder';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';

interface ArtifactBrowserProps {
  roots: ArtifactRoot[];
  /** The file shown, from the store's root; or a folder that is open, with a slash at its end. */
  selected: string | undefined;
  onSelect: (path: string) => void;
}

/** Folders on the left, what is in the chosen file on the right. */
export function ArtifactBrowser({ roots, selected, onSelect }: ArtifactBrowserProps) {
  return (
    <div className={classes.browser}>
      <nav aria-label="Artifacts" className={classes.tree}>
        {roots.map((root) => (
          <section key={root.path} aria-label={root.label}>
            <h2 className={classes.root}>{root.label}</h2>
            <p className={classes.archive}>
              All of it as <a href={archiveUrl(root, 'zip')}>zip</a> or{' '}
              <a href={archiveUrl(root, 'tar.gz')}>tar.gz</a>
            </p>
            <ArtifactFolder folder={root.path} selected={selected} onSelect={onSelect} depth={0} />
          </section>
        ))}
      </nav>
      <div className={classes.preview}>
        {selected === undefined || selected.endsWith('/') ? (
          <EmptyState title="Choose a file to look into it">
            <p>
              Images, tables, text, notebooks, PDF, sound and film are shown here; any file can be downloaded.
            </p>
          </EmptyState>
        ) : (
          <ArtifactPreview key={selected} path={selected} />
        )}
      </div>
    </div>
  );
}
