import { Code } from '@mantine/core';
import { makeVisible } from '../../server/contract/visible.ts';
import { VisibleText } from './visible-text.tsx';

/** A message for a person: what stands in backticks is code, and invisible characters are shown. */
export function Prose({ children }: { children: string }) {
  return partsOf(children).map((part, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <VisibleText key={index}>{part}</VisibleText>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <InlineCode key={index}>{part}</InlineCode>
    ),
  );
}

/** A rule in words, which has one piece of code at most. A command may have backticks of its own. */
export function RuleText({ sentence }: { sentence: string }) {
  const [, before = sentence, code, after = ''] = /^([^`]*)`(.*)`([^`]*)$/s.exec(sentence) ?? [];
  return (
    <>
      <VisibleText>{before}</VisibleText>
      {code !== undefined && <InlineCode>{code}</InlineCode>}
      <VisibleText>{after}</VisibleText>
    </>
  );
}

function InlineCode({ children }: { children: string }) {
  return (
    <Code fz="inherit" c="inherit">
      <VisibleText>{children}</VisibleText>
    </Code>
  );
}

/** A message where nothing can be set as code, such as in a label: code stands in quotes. */
export function proseInQuotes(text: string): string {
  return makeVisible(
    partsOf(text)
      .map((part, index) => (index % 2 === 0 ? part : `“${part}”`))
      .join(''),
  );
}

/** Text and code in turn. */
function partsOf(text: string): string[] {
  return text.split(/`([^`]+)`/);
}
