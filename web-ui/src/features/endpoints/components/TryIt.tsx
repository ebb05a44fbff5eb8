import { Button, JsonInput, PasswordInput, Tabs } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { invoke } from '@/features/endpoints/api/invoke';
import type { Signature } from '@/features/endpoints/api/types';
import { exampleBody } from '@/features/endpoints/codeSnippets';
import { InvocationAnswer } from '@/features/endpoints/components/InvocationAnswer';
import classes from '@/features/endpoints/components/TryIt.module.css';
import { TryItFields } from '@/features/endpoints/components/TryItFields';
import { bodyOf, hasForm, startingTexts } from '@/features/endpoints/tryIt';

interface TryItProps {
  endpointName: string;
  signature: Signature;
  requiresKey: boolean;
  /** What the model was logged with as an example of its input, if anything. */
  example: unknown;
}

/** Asks the endpoint from the page: by a field per column, or by JSON. */
export function TryIt({ endpointName, signature, requiresKey, example }: TryItProps) {
  const { inputs } = signature;
  const withForm = hasForm(inputs);
  const [tab, setTab] = useState(withForm ? 'form' : 'json');
  const [texts, setTexts] = useState(() => startingTexts(inputs, example));
  const [json, setJson] = useState(() => JSON.stringify(example ?? exampleBody(inputs), null, 2));
  const [key, setKey] = useState('');
  const call = useMutation({ mutationFn: (body: string) => invoke(endpointName, body, key) });
  const toTab = (next: string | null) => {
    // What was typed into the fields goes on as JSON.
    if (next === 'json' && tab === 'form') setJson(JSON.stringify(bodyOf(inputs, texts), null, 2));
    setTab(next ?? 'form');
  };
  return (
    <div className={classes.layout}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          call.mutate(tab === 'form' ? JSON.stringify(bodyOf(inputs, texts)) : json);
        }}
      >
        <Tabs value={tab} onChange={toTab} keepMounted={false}>
          <Tabs.List mb="sm">
            {withForm && <Tabs.Tab value="form">Fields</Tabs.Tab>}
            <Tabs.Tab value="json">JSON</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="form">
            <TryItFields inputs={inputs} texts={texts} onTexts={setTexts} />
          </Tabs.Panel>
          <Tabs.Panel value="json">
            <JsonInput
              aria-label="Request as JSON"
              autosize
              minRows={6}
              maxRows={20}
              classNames={{ input: classes.json }}
              value={json}
              onChange={setJson}
            />
          </Tabs.Panel>
        </Tabs>
        <div className={classes.send}>
          {requiresKey && (
            <PasswordInput
              aria-label="Key of the endpoint"
              placeholder="Key of the endpoint"
              autoComplete="off"
              w={240}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
          )}
          <Button type="submit" loading={call.isPending}>
            Predict
          </Button>
        </div>
      </form>
      <InvocationAnswer answer={call.data} error={call.error} />
    </div>
  );
}
