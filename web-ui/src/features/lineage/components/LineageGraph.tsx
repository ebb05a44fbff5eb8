import { Fragment, useMemo } from 'react';
import type { Lineage } from '@/features/lineage/api/types';
import classes from '@/features/lineage/components/LineageGraph.module.css';
import { NodeLink } from '@/features/lineage/components/NodeLink';
import { layOut, NODE_HEIGHT, NODE_WIDTH } from '@/features/lineage/layOut';
import { edgeLabel, edgeWords, KIND_NAMES, nodeLabel } from '@/features/lineage/words';

/** Above it, words on the lines would cover them. */
const MOST_LABELS = 40;

/** Nodes are links in reading order, column by column; the lines between them are told again in a table. */
export function LineageGraph({ lineage }: { lineage: Lineage }) {
  const layout = useMemo(() => layOut(lineage.nodes ?? [], lineage.edges ?? []), [lineage]);
  const labelled = layout.edges.length <= MOST_LABELS;
  return (
    // Wide graphs scroll inside the box, so it must take the focus to be scrolled by keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Lineage graph">
      <div className={classes.graph} style={{ width: layout.width, height: layout.height }}>
        <svg className={classes.lines} width={layout.width} height={layout.height} aria-hidden>
          {layout.edges.map((edge) => (
            <Fragment key={`${edge.from} ${edge.kind} ${edge.context} ${edge.to}`}>
              <path d={edge.path} className={classes.line} data-kind={edge.kind}>
                <title>{edgeWords(edge)}</title>
              </path>
              {labelled && edgeLabel(edge) !== '' && (
                <text x={edge.labelX} y={edge.labelY} className={classes.label}>
                  {edgeLabel(edge)}
                </text>
              )}
            </Fragment>
          ))}
        </svg>
        {layout.columns.flat().map((node) => (
          <div
            key={node.node}
            className={classes.node}
            data-kind={node.kind}
            data-root={node.distance === 0 || undefined}
            style={{ left: node.x, top: node.y, width: NODE_WIDTH, height: NODE_HEIGHT }}
            title={node.known ? node.id : `${node.id}: not kept by this server`}
          >
            <span className={classes.kind}>
              {KIND_NAMES[node.kind]}
              {node.status !== undefined && node.status !== 'FINISHED' && node.kind === 'run' && (
                <span> · {node.status.toLowerCase()}</span>
              )}
              {!node.known && <span> · elsewhere</span>}
            </span>
            {node.known || node.kind === 'dataset' ? (
              <NodeLink node={node} className={classes.name}>
                {nodeLabel(node)}
              </NodeLink>
            ) : (
              <span className={classes.name}>{nodeLabel(node)}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
