import { DataTable } from '@/components/DataTable';
import type { Lineage, LineageEdge } from '@/features/lineage/api/types';
import classes from '@/features/lineage/components/LineageTable.module.css';
import { NodeLink } from '@/features/lineage/components/NodeLink';
import { edgeWords, KIND_NAMES, nodeLabel } from '@/features/lineage/words';

/** The lines of the graph, to be read. */
export function LineageTable({ lineage }: { lineage: Lineage }) {
  const nodes = new Map(lineage.nodes?.map((node) => [node.node, node]));
  const end = (name: string) => {
    const node = nodes.get(name);
    if (node === undefined) return name;
    return (
      <span className={classes.end}>
        <span className="muted">{KIND_NAMES[node.kind]}</span>
        {node.known ? <NodeLink node={node}>{nodeLabel(node)}</NodeLink> : <span>{nodeLabel(node)}</span>}
      </span>
    );
  };
  return (
    <DataTable<LineageEdge>
      label="Connections"
      rows={lineage.edges ?? []}
      rowKey={(edge) => `${edge.from} ${edge.kind} ${edge.context} ${edge.to}`}
      columns={[
        { header: 'From', cell: (edge) => end(edge.from) },
        { header: 'How', cell: edgeWords },
        { header: 'To', cell: (edge) => end(edge.to) },
      ]}
    />
  );
}
