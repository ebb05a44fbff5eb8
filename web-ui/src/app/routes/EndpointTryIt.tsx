import { useQuery } from '@tanstack/react-query';
import { Loading } from '@/components/Loading';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { listArtifacts } from '@/features/artifacts/api/listArtifacts';
import { readArtifactHead } from '@/features/artifacts/api/readArtifactHead';
import type { Endpoint, Signature } from '@/features/endpoints/api/types';
import { TryIt } from '@/features/endpoints/components/TryIt';
import { getDownloadUri } from '@/features/models/api/getDownloadUri';

/** As MLflow names them, the one made for serving first. */
const EXAMPLES = ['serving_input_example.json', 'input_example.json'];
const LONGEST = 64 * 1024;

/** The input example kept with a version; null where it has none that can be read. */
async function inputExample(modelName: string, version: string, signal: AbortSignal): Promise<unknown> {
  const folder = proxiedPath(await getDownloadUri(modelName, version, signal));
  if (folder === undefined) return null;
  const files = await listArtifacts(folder, signal);
  const file = EXAMPLES.find((name) => files.some(({ path }) => path === name));
  if (file === undefined) return null;
  const { text, truncated } = await readArtifactHead(`${folder}/${file}`, LONGEST, signal);
  if (truncated) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The form, filled with what the live version was logged with. */
export function EndpointTryIt({ endpoint, signature }: { endpoint: Endpoint; signature: Signature }) {
  const { name, model_name: modelName, live_version: version } = endpoint;
  const example = useQuery({
    queryKey: ['models', 'input-example', modelName, version],
    queryFn: ({ signal }) => inputExample(modelName, version ?? '', signal),
    enabled: version !== undefined,
    staleTime: Infinity,
  });
  if (version === undefined) return <p className="muted">No version answers yet.</p>;
  if (example.isPending) return <Loading what="the example" />;
  return (
    <TryIt
      // Another version may ask for other columns.
      key={version}
      endpointName={name}
      signature={signature}
      requiresKey={endpoint.options?.requires_key ?? false}
      example={example.data ?? undefined}
    />
  );
}
