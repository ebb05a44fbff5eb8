import { Box, Button } from '@mantine/core';
import { CodeSnippet } from '@/components/CodeSnippet';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Facts, type Fact } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { Note } from '@/components/Note';
import { Section } from '@/components/Section';
import { StatusPill } from '@/components/StatusPill';
import { useRunRecord, type RunRecord } from '@/features/run-record/api/getRunRecord';
import { serverUrl } from '@/lib/http';

/** What it takes to run a run again, and what of it is missing. */
export function RunRecordView({ runId }: { runId: string }) {
  const { data: record, error, refetch } = useRunRecord(runId);
  if (error !== null) {
    return <ErrorState error={error} doing="load the record" onRetry={() => void refetch()} />;
  }
  if (record === undefined) return <Loading what="the record" />;
  const missing = record.missing ?? [];
  const files = (record.models ?? []).flatMap((model) =>
    (model.files ?? []).map((file) => ({ ...file, model: model.name, role: model.role })),
  );
  return (
    <>
      <Section
        title="Run it again"
        actions={
          <Button
            variant="default"
            size="xs"
            component="a"
            href={serverUrl(`api/millrace/v1/runs/${encodeURIComponent(runId)}/record`)}
            download={`record-${runId}.json`}
          >
            Download the record
          </Button>
        }
      >
        <CodeSnippet
          label={
            missing.length === 0
              ? 'Runs it again and compares the metrics'
              : 'Writes what there is into a folder'
          }
          code={`millrace reproduce ${runId}${missing.length === 0 ? ' --run' : ''}`}
        />
        <Box mt="md">
          {missing.length === 0 ? (
            <StatusPill tone="good">The record is complete</StatusPill>
          ) : (
            <DataTable
              label="Missing"
              rows={missing}
              rowKey={(gap) => `${gap.field} ${gap.reason}`}
              columns={[
                { header: 'Missing', cell: (gap) => <span className="mono">{gap.field}</span> },
                { header: 'Why it matters', cell: (gap) => gap.reason },
              ]}
            />
          )}
        </Box>
      </Section>
      {record.hypothesis !== undefined && (
        <Section title="Hypothesis">
          <Note text={record.hypothesis} />
        </Section>
      )}
      {record.verdict !== undefined && (
        <Section title="Verdict">
          <Note text={record.verdict} />
        </Section>
      )}
      <Section title="Code">
        <Facts facts={codeFacts(record)} />
      </Section>
      <Section title="Environment" count={record.environment.packages?.length}>
        <Facts facts={environmentFacts(record)} />
        {record.environment.packages !== undefined && (
          <CodeSnippet
            label="Packages"
            code={record.environment.packages
              .map(({ name, version }) =>
                version.startsWith('@') ? `${name} ${version}` : `${name}==${version}`,
              )
              .join('\n')}
          />
        )}
      </Section>
      {files.length > 0 && (
        <Section title="Files of its models" count={files.length}>
          <DataTable
            label="Files of its models"
            rows={files}
            rowKey={(file) => `${file.role} ${file.model} ${file.path}`}
            columns={[
              {
                header: 'Model',
                cell: (file) => `${file.model} (${file.role === 'input' ? 'read' : 'made'})`,
              },
              { header: 'File', cell: (file) => <span className="mono">{file.path}</span> },
              { header: 'SHA-256', cell: (file) => <span className="mono">{file.sha256}</span> },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function fact(name: string, value: string | undefined): Fact[] {
  return value === undefined ? [] : [{ name, value: <span className="mono">{value}</span> }];
}

function codeFacts({ code }: RunRecord): Fact[] {
  return [
    ...fact('Repository', code.repository ?? '–'),
    ...fact('Commit', code.commit ?? '–'),
    ...fact('Branch', code.branch),
    {
      name: 'Working tree',
      value: code.dirty === undefined ? 'not told' : code.dirty ? 'had uncommitted changes' : 'as committed',
    },
    ...fact('Started', code.entry_point ?? '–'),
    ...fact('In', code.directory),
    ...fact('Arguments', code.arguments?.map((argument) => JSON.stringify(argument)).join(' ')),
  ];
}

function environmentFacts({ environment }: RunRecord): Fact[] {
  const { language, version, operating_system: system, image } = environment;
  return [
    ...fact('Language', language === undefined ? '–' : `${language} ${version ?? ''}`),
    ...fact('System', system),
    ...fact('Image', image),
  ];
}
