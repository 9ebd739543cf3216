import { Code } from '@mantine/core';
import { VisibleText } from './visible-text.tsx';

/** The sentence of a rule: what stands in backticks is code. A command may have backticks of its own. */
export function RuleText({ sentence }: { sentence: string }) {
  const [, before = sentence, code, after = ''] = /^([^`]*)`(.*)`([^`]*)$/s.exec(sentence) ?? [];
  return (
    <>
      <VisibleText>{before}</VisibleText>
      {code !== undefined && (
        <Code fz="inherit">
          <VisibleText>{code}</VisibleText>
        </Code>
      )}
      <VisibleText>{after}</VisibleText>
    </>
  );
}
