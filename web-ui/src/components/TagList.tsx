import classes from '@/components/TagList.module.css';
import type { Tag } from '@/lib/tags';

export function TagList({ tags, limit = 4 }: { tags: readonly Tag[]; limit?: number }) {
  const hidden = tags.slice(limit);
  if (tags.length === 0) return <span className="muted">–</span>;
  const text = ({ key, value }: Tag) => (value === '' ? key : `${key}: ${value}`);
  return (
    <span className={classes.list}>
      {tags.slice(0, limit).map((tag) => (
        <Chip key={tag.key} title={text(tag)}>
          {text(tag)}
        </Chip>
      ))}
      {hidden.length > 0 && <Chip title={hidden.map(text).join('\n')}>{`+${hidden.length}`}</Chip>}
    </span>
  );
}

export function Chip({ children, title, accent }: { children: string; title?: string; accent?: boolean }) {
  return (
    <span className={classes.chip} title={title} data-accent={accent || undefined}>
      {children}
    </span>
  );
}
