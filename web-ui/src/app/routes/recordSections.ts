import type { RunRecord } from '@/features/run-record/api/getRunRecord';
import { compareRow, type CompareRow, type CompareSection } from '@/features/runs/compareRows';

type Records = readonly (RunRecord | undefined)[];

function rowsOf(
  records: Records,
  fields: [string, (record: RunRecord) => string | undefined][],
): CompareRow[] {
  return fields
    .map(([key, read]) =>
      compareRow(
        key,
        records.map((record) => (record === undefined ? undefined : read(record))),
      ),
    )
    .filter(({ cells }) => cells.some((cell) => cell !== undefined));
}

function packageRows(records: Records): CompareRow[] {
  const byRun = records.map(
    (record) => new Map(record?.environment.packages?.map(({ name, version }) => [name, version])),
  );
  const names = [...new Set(byRun.flatMap((map) => [...map.keys()]))].sort((a, b) => a.localeCompare(b));
  return names.map((name) =>
    compareRow(
      name,
      byRun.map((map) => map.get(name)),
    ),
  );
}

/** What the runs ran, and where: the sections of their records. */
export function recordSections(records: Records): CompareSection[] {
  return [
    {
      title: 'Code',
      numeric: false,
      rows: rowsOf(records, [
        ['Repository', ({ code }) => code.repository],
        ['Branch', ({ code }) => code.branch],
        [
          'Changes not committed',
          ({ code }) => (code.dirty === undefined ? undefined : code.dirty ? 'yes' : 'no'),
        ],
        ['Entry point', ({ code }) => code.entry_point],
        ['Arguments', ({ code }) => code.arguments?.join(' ')],
      ]),
    },
    {
      title: 'Environment',
      numeric: false,
      rows: rowsOf(records, [
        ['Language', ({ environment }) => environment.language],
        ['Version of the language', ({ environment }) => environment.version],
        ['Operating system', ({ environment }) => environment.operating_system],
        ['Image', ({ environment }) => environment.image],
      ]),
    },
    { title: 'Packages', numeric: false, rows: packageRows(records) },
  ];
}
