import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LineageNode } from '@/features/lineage/api/types';

interface NodeLinkProps {
  node: LineageNode;
  children: ReactNode;
  className?: string;
}

/** To the page of a node; what has none of its own becomes the middle of the graph. */
export function NodeLink({ node, children, className }: NodeLinkProps) {
  const { kind, id } = node;
  const end = id.lastIndexOf(kind === 'version' ? '/' : '@');
  const name = id.slice(0, end);
  switch (kind) {
    case 'dataset':
      return (
        <Link to="/data/$digest" params={{ digest: id }} className={className}>
          {children}
        </Link>
      );
    case 'run':
      return (
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: node.experiment_id ?? '0', runId: id }}
          className={className}
        >
          {children}
        </Link>
      );
    case 'version':
      return (
        <Link
          to="/models/$modelName/versions/$version"
          params={{ modelName: name, version: id.slice(end + 1) }}
          className={className}
        >
          {children}
        </Link>
      );
    case 'alias':
      return (
        <Link to="/models/$modelName" params={{ modelName: name }} className={className}>
          {children}
        </Link>
      );
    case 'endpoint':
      return (
        <Link to="/endpoints/$endpointName" params={{ endpointName: id }} className={className}>
          {children}
        </Link>
      );
    case 'model':
      return (
        <Link
          to="/experiments/$experimentId/models/$modelId"
          params={{ experimentId: node.experiment_id ?? '0', modelId: id }}
          className={className}
        >
          {children}
        </Link>
      );
  }
}
