import { expect, it } from 'vitest';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';

it('finds the path behind the URIs of this server only', () => {
  expect(proxiedPath('mlflow-artifacts:/1/abc/artifacts')).toBe('1/abc/artifacts');
  expect(proxiedPath('mlflow-artifacts://host:5000/1/abc/artifacts')).toBe('1/abc/artifacts');
  expect(proxiedPath('s3://bucket/1')).toBeUndefined();
});
