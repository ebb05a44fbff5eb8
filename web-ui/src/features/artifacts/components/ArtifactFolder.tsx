import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs';
import IconFolder from '@tabler/icons-react/dist/esm/icons/IconFolder.mjs';
import { useState } from 'react';
import { useArtifacts, type ArtifactFile } from '@/features/artifacts/api/listArtifacts';
import classes from '@/features/artifacts/components/ArtifactBrowser.module.css';
import { formatBytes } from '@/lib/format';

interface ArtifactFolderProps {
  folder: string;
  selected: string | undefined;
  onSelect: (path: string) => void;
  depth: number;
}

/** What a folder holds; a folder within is read when it is opened. */
export function ArtifactFolder({ folder, selected, onSelect, depth }: ArtifactFolderProps) {
  const { data, error } = useArtifacts(folder);
  if (error !== null) return <p className={classes.hint}>Could not list: {error.message}</p>;
  if (data === undefined) return <p className={classes.hint}>Loading…</p>;
  if (data.length === 0) return <p className={classes.hint}>Nothing was logged here.</p>;
  return (
    <ul className={classes.list}>
      {data.map((file) => (
        <li key={file.path}>
          <Entry
            file={file}
            path={`${folder}/${file.path}`}
            selected={selected}
            onSelect={onSelect}
            depth={depth}
          />
        </li>
      ))}
    </ul>
  );
}

interface EntryProps extends Omit<ArtifactFolderProps, 'folder'> {
  file: ArtifactFile;
  path: string;
}

function Entry({ file, path, selected, onSelect, depth }: EntryProps) {
  const [toggled, setToggled] = useState<boolean>();
  const indent = { paddingLeft: 8 + depth * 16 };
  if (file.is_dir) {
    const open = toggled ?? selected?.startsWith(`${path}/`) ?? false;
    const Chevron = open ? IconChevronDown : IconChevronRight;
    return (
      <>
        <button
          type="button"
          className={classes.entry}
          style={indent}
          aria-expanded={open}
          onClick={() => setToggled(!open)}
        >
          <Chevron size={14} aria-hidden />
          <IconFolder size={16} aria-hidden />
          <span className="truncate">{file.path}</span>
        </button>
        {open && <ArtifactFolder folder={path} selected={selected} onSelect={onSelect} depth={depth + 1} />}
      </>
    );
  }
  return (
    <button
      type="button"
      className={classes.entry}
      style={indent}
      aria-current={path === selected || undefined}
      title={file.path}
      onClick={() => onSelect(path)}
    >
      <span className={classes.noChevron} />
      <IconFile size={16} aria-hidden />
      <span className="truncate">{file.path}</span>
      {file.file_size !== undefined && <span className={classes.size}>{formatBytes(file.file_size)}</span>}
    </button>
  );
}
