import { useQuery } from '@tanstack/react-query';
import {
  asyncBufferFromUrl,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type Compressors,
} from 'hyparquet';
import { decompress as decompressZstd } from 'fzstd';
import { decompressBrotli } from 'hyparquet-compressors/src/brotli.js';
import { gunzip } from 'hyparquet-compressors/src/gzip.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { artifactUrl } from '@/features/artifacts/api/readArtifactHead';
import { TableOfRows } from '@/features/artifacts/components/TableOfRows';
import { plural } from '@/lib/format';

const MAX_ROWS = 200;

/** The reader knows Snappy by itself. */
const compressors: Compressors = {
  GZIP: (input, length) => gunzip(input, new Uint8Array(length)),
  BROTLI: decompressBrotli,
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** A 64-bit integer is a BigInt, which JSON has no word for. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    );
  }
  // What is left is a string, a number or a boolean.
  return `${value as string | number | bigint | boolean}`;
}

/** Reads the footer and the parts that hold the first rows, however big the file is. */
async function readParquet(path: string) {
  const file = await asyncBufferFromUrl({ url: artifactUrl(path) });
  const metadata = await parquetMetadataAsync(file);
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors,
    rowEnd: MAX_ROWS,
    // Of row groups of a million rows too, no more pages are read than hold these.
    useOffsetIndex: true,
  });
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => cellText(row[column]))),
    total: Number(metadata.num_rows),
  };
}

export default function ParquetPreview({ path, name }: { path: string; name: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['artifacts', 'parquet', path],
    queryFn: () => readParquet(path),
    retry: false,
  });
  if (error !== null)
    return <ErrorState error={error} doing={`read ${name}`} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={name} lines={8} />;
  return (
    <>
      <p className="muted">
        {plural(data.total, 'row')}, {plural(data.columns.length, 'column')}
        {data.total > data.rows.length && `; the first ${data.rows.length} rows are shown`}
      </p>
      <TableOfRows label={`Content of ${name}`} header={data.columns} rows={data.rows} />
    </>
  );
}
