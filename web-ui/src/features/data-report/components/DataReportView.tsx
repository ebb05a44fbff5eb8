import { Link } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { Section } from '@/components/Section';
import { StatusPill, type Tone } from '@/components/StatusPill';
import {
  useDataReport,
  type DataReport,
  type Drift,
  type Overlap,
} from '@/features/data-report/api/getDataReport';
import { formatMetric } from '@/lib/format';

const OVERLAP: Record<NonNullable<Overlap['level']>, [Tone, string]> = {
  NONE: ['good', 'No shared row seen'],
  SUSPICIOUS: ['busy', 'Some rows are shared'],
  LEAK: ['bad', 'Leak: trained on what it is judged by'],
};

const DRIFT: Record<Drift['level'], [Tone, string]> = {
  NONE: ['good', 'Alike'],
  SOME: ['busy', 'Some drift'],
  STRONG: ['bad', 'Strong drift'],
};

/** Whether a run was judged by data it was trained on, or by data of another kind. */
export function DataReportView({ runId }: { runId: string }) {
  const { data: report, error, refetch } = useDataReport(runId);
  if (error !== null) {
    return <ErrorState error={error} doing="compare the data" onRetry={() => void refetch()} />;
  }
  if (report === undefined) return <Loading what="the comparison of the data" />;
  if ((report.inputs ?? []).length === 0) {
    return (
      <EmptyState title="No data was logged">
        <p>
          With <span className="mono">mlflow.log_input</span>, or <span className="mono">logInput</span> of
          the Java client, this page tells which data the run saw.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Overlaps overlaps={report.overlaps ?? []} />
      <Drifts drifts={report.drifts ?? []} />
      <Inputs report={report} />
    </>
  );
}

function Overlaps({ overlaps }: { overlaps: Overlap[] }) {
  return (
    <Section title="Rows in both training and evaluation" count={overlaps.length}>
      {overlaps.length === 0 ? (
        <p>There is no pair of training and evaluation data to compare.</p>
      ) : (
        <DataTable
          label="Shared rows"
          rows={overlaps}
          rowKey={(o) => `${o.training_digest} ${o.evaluation_digest} ${o.evaluation_context}`}
          columns={[
            { header: 'Training', cell: (o) => o.training },
            { header: 'Evaluation', cell: (o) => `${o.evaluation} (${o.evaluation_context})` },
            {
              header: 'Finding',
              cell: (o) => (o.level === undefined ? 'Not compared' : <Pill of={OVERLAP[o.level]} />),
            },
            { header: 'Shared rows, about', cell: sharedRows, numeric: true },
            {
              header: 'Of the evaluation',
              cell: (o) => (o.evaluation_share === undefined ? '–' : percent(o.evaluation_share)),
              numeric: true,
            },
            { header: 'Note', cell: (o) => o.reason ?? '' },
          ]}
        />
      )}
    </Section>
  );
}

function Drifts({ drifts }: { drifts: Drift[] }) {
  if (drifts.length === 0) return null;
  return (
    <Section title="Columns that differ" count={drifts.length}>
      <DataTable
        label="Drift"
        rows={drifts}
        rowKey={(d) => `${d.column} ${d.training} ${d.evaluation} ${d.evaluation_context}`}
        columns={[
          { header: 'Column', cell: (d) => <span className="mono">{d.column}</span> },
          { header: 'Between', cell: (d) => `${d.training} and ${d.evaluation} (${d.evaluation_context})` },
          { header: 'Finding', cell: (d) => <Pill of={DRIFT[d.level]} /> },
          { header: 'KS distance', cell: (d) => number(d.ks), numeric: true },
          { header: 'PSI', cell: (d) => number(d.psi), numeric: true },
          { header: 'Shift of the mean, σ', cell: (d) => number(d.mean_shift), numeric: true },
          { header: 'More missing', cell: (d) => percent(d.null_share_change), numeric: true },
        ]}
      />
    </Section>
  );
}

function Inputs({ report }: { report: DataReport }) {
  const inputs = report.inputs ?? [];
  return (
    <Section title="Data" count={inputs.length}>
      <DataTable
        label="Data"
        rows={inputs}
        rowKey={(input) => `${input.digest} ${input.name} ${input.context ?? ''}`}
        columns={[
          { header: 'Name', cell: (input) => input.name },
          { header: 'Used for', cell: (input) => input.context ?? '–' },
          {
            header: 'Digest',
            cell: (input) => (
              <Link to="/data/$digest" params={{ digest: input.digest }} className="mono">
                {input.digest}
              </Link>
            ),
          },
          { header: 'Rows', cell: (input) => number(input.rows), numeric: true },
          { header: 'Not compared, because', cell: (input) => input.missing ?? '' },
        ]}
      />
      {!report.complete && <p>There is more data or there are more columns than are compared here.</p>}
    </Section>
  );
}

function Pill({ of: [tone, text] }: { of: [Tone, string] }) {
  return <StatusPill tone={tone}>{text}</StatusPill>;
}

function sharedRows({ shared_rows, at_least, at_most }: Overlap): string {
  if (shared_rows === undefined) return '–';
  const range = at_least === at_most ? '' : ` (${number(at_least)} to ${number(at_most)})`;
  return number(shared_rows) + range;
}

function number(value: number | undefined): string {
  return value === undefined ? '–' : formatMetric(value);
}

function percent(share: number): string {
  return `${formatMetric(Math.round(share * 1000) / 10)} %`;
}
