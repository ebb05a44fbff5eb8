import { CodeSnippet } from '@/components/CodeSnippet';
import { serverUrl } from '@/lib/http';

/** How a Python script logs its first run here. */
export function PythonSnippet({ experimentName }: { experimentName: string }) {
  const uri = serverUrl('').replace(/\/$/, '');
  const code = `import os
os.environ["MLFLOW_TRACKING_URI"] = "${uri}"

import mlflow
mlflow.set_experiment(${JSON.stringify(experimentName)})
with mlflow.start_run():
    mlflow.log_param("learning_rate", 0.01)
    mlflow.log_metric("accuracy", 0.93)
`;
  return <CodeSnippet label="Python, with the mlflow package" code={code} />;
}
