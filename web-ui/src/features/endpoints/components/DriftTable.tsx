import { Box } from '@mantine/core';
import { DataTable } from '@/components/DataTable';
import { StatusPill, type Tone } from '@/components/StatusPill';
import { useDrift } from '@/features/endpoints/api/getDrift';
import type { FeatureDrift, VersionDrift } from '@/features/endpoints/api/types';
import { formatCount } from '@/features/endpoints/numbers';

const MOST_SHOWN = 20;

const levels: Record<NonNullable<FeatureDrift['level']>, { tone: Tone; text: string }> = {
  NONE: { tone: 'good', text: 'None' },
  SOME: { tone: 'busy', text: 'Some' },
  STRONG: { tone: 'bad', text: 'Strong' },
};

/** How what versions were asked and answered in the last day has changed; nothing where none was. */
export function DriftTable({ endpointName }: { endpointName: string }) {
  const { data: versions = [] } = useDrift(endpointName);
  return versions
    .filter(({ requests }) => requests > 0)
    .map((version) => <VersionDriftTable key={version.version} drift={version} />);
}

function VersionDriftTable({ drift }: { drift: VersionDrift }) {
  const { version, requests, features = [], prediction, mean_confidence: confidence } = drift;
  const rows = [...(prediction === undefined ? [] : [prediction]), ...features.slice(0, MOST_SHOWN)];
  return (
    <Box mt="md">
      <h3>{`Drift of version ${version} in the last day`}</h3>
      <p className="muted">
        {`${formatCount(requests)} requests, held against ${referenceText(drift)}` +
          (confidence === undefined ? '.' : `; mean confidence ${confidence.toFixed(2)}.`)}
      </p>
      {rows.length > 0 && (
        <DataTable
          label={`Drift of version ${version}`}
          rows={rows}
          rowKey={(row) => `${row === prediction ? 'p' : 'f'} ${row.name}`}
          columns={[
            { header: 'Feature', cell: ({ name }) => name },
            {
              header: 'Drift',
              cell: ({ level }) =>
                level === undefined ? (
                  '–'
                ) : (
                  <StatusPill tone={levels[level].tone}>{levels[level].text}</StatusPill>
                ),
            },
            { header: 'PSI', numeric: true, cell: ({ psi }) => psi?.toFixed(3) ?? '–' },
            { header: 'KS', numeric: true, cell: ({ ks }) => ks?.toFixed(3) ?? '–' },
            { header: 'Missing', numeric: true, cell: ({ missing_share: share }) => percent(share) },
            {
              header: 'Out of range',
              numeric: true,
              cell: ({ out_of_range_share: share }) => percent(share),
            },
            { header: 'Mean', numeric: true, cell: ({ mean }) => mean?.toPrecision(4) ?? '–' },
          ]}
        />
      )}
    </Box>
  );
}

function referenceText({ reference }: VersionDrift): string {
  switch (reference.kind) {
    case 'TRAINING':
      return `the training data ${reference.dataset ?? ''}`.trim();
    case 'FIRST_WINDOW':
      return "the version's first day";
    case 'WINDOW':
      return 'another window';
    case 'NONE':
      return 'nothing: it is the first day, and no profile of the training data was logged';
  }
}

function percent(share?: number): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
