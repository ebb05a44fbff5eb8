import { Tabs } from '@mantine/core';
import { CodeSnippet } from '@/components/CodeSnippet';
import { type Call, codeSnippets } from '@/features/endpoints/codeSnippets';

/** Code that calls the endpoint, in the languages that people ask it from. */
export function CallIt(call: Call) {
  const snippets = codeSnippets(call);
  return (
    <Tabs defaultValue="Shell" keepMounted={false}>
      <Tabs.List mb="sm">
        {snippets.map(({ language }) => (
          <Tabs.Tab key={language} value={language}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ language, run, code }) => (
        <Tabs.Panel key={language} value={language}>
          <CodeSnippet label={run} code={code} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
