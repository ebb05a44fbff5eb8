import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import classes from '@/components/Markdown.module.css';

const remark = [remarkGfm];
const rehype = [rehypeSanitize];

/** Text that anybody may have written: it is formatted, and HTML in it does nothing. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.markdown}>
      <ReactMarkdown
        remarkPlugins={remark}
        rehypePlugins={rehype}
        components={{
          // The page has its one first heading.
          h1: ({ children }) => <h2>{children}</h2>,
          h2: ({ children }) => <h3>{children}</h3>,
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
          table: ({ children }) => (
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too
            <div className={classes.table} tabIndex={0} role="region" aria-label="Table, scrollable">
              <table>{children}</table>
            </div>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
