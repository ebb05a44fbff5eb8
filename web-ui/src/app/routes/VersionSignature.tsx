import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { useArtifacts } from '@/features/artifacts/api/listArtifacts';
import { useArtifactHead } from '@/features/artifacts/api/readArtifactHead';
import { SignatureTables } from '@/features/models/components/SignatureTables';
import { readSignature } from '@/features/models/signature';

/** What the model in a folder takes and answers, as its `MLmodel` says; some are in no folder of this server. */
export function VersionSignature({ folder }: { folder: string | undefined }) {
  return folder === undefined ? (
    <p className="muted">The files of the model are not kept by this server.</p>
  ) : (
    <SignatureIn folder={folder} />
  );
}

function SignatureIn({ folder }: { folder: string }) {
  const files = useArtifacts(folder);
  if (files.error !== null) return <ErrorState error={files.error} doing="list the files of the model" />;
  if (files.data === undefined) return <Loading what="the signature" lines={4} />;
  return files.data.some(({ path }) => path === 'MLmodel') ? (
    <SignatureOf file={`${folder}/MLmodel`} />
  ) : (
    <p className="muted">There is no MLmodel file, which would say what the model takes.</p>
  );
}

function SignatureOf({ file }: { file: string }) {
  const { data, error, refetch } = useArtifactHead(file);
  if (error !== null) {
    return <ErrorState error={error} doing="read the signature" onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading what="the signature" lines={4} />;
  const signature = readSignature(data.text);
  if (signature === undefined) {
    return (
      <p className="muted">
        The model was logged without a signature. Log it with <code>signature=</code> or{' '}
        <code>input_example=</code>, and requests are checked against it.
      </p>
    );
  }
  return <SignatureTables signature={signature} />;
}
