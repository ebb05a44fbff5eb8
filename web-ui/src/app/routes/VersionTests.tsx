import { Anchor } from '@mantine/core';
import { Section } from '@/components/Section';
import { useArtifacts } from '@/features/artifacts/api/listArtifacts';
import { useArtifactHead } from '@/features/artifacts/api/readArtifactHead';
import { plural } from '@/lib/format';

const FILE = 'predictions.json';

interface VersionTestsProps {
  /** Of the model. */
  folder: string;
  onSelect: (path: string) => void;
}

/** The predictions that the model is held to, by a gate and by endpoints that bring it up. */
export function VersionTests({ folder, onSelect }: VersionTestsProps) {
  const { data: files } = useArtifacts(folder);
  if (files === undefined) return null;
  return (
    <Section title="Tests">
      {files.some(({ path, is_dir: isFolder }) => isFolder && path === 'tests') ? (
        <Cases folder={`${folder}/tests`} onSelect={onSelect} />
      ) : (
        <p className="muted">
          No predictions were logged to test it by; <code>log_prediction_tests</code> of Millrace&apos;s
          client does.
        </p>
      )}
    </Section>
  );
}

function Cases({ folder, onSelect }: VersionTestsProps) {
  const { data } = useArtifactHead(`${folder}/${FILE}`);
  if (data === undefined) return null;
  const count = data.truncated ? undefined : countCases(data.text);
  return (
    <p>
      {count === undefined ? 'Cases' : plural(count, 'case')} of requests with the answers expected, in{' '}
      <Anchor component="button" type="button" onClick={() => onSelect(`${folder}/${FILE}`)}>
        tests/{FILE}
      </Anchor>
      .
    </p>
  );
}

function countCases(json: string): number | undefined {
  try {
    return (JSON.parse(json) as { cases?: unknown[] }).cases?.length;
  } catch {
    return undefined;
  }
}
