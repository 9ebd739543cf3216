// A thread's record as Markdown.
import { makeVisible } from '../contract/visible.ts';
import { nameOf, type RecordHead, type TimelineEntry } from './record-timeline.ts';

export function markdownOf(head: RecordHead, entries: readonly TimelineEntry[]): string {
  const { client, folder, startedAt } = head;
  const top = [
    `# ${nameOf(head)}`,
    `- Client: ${oneLine(client)}`,
    `- Folder: ${oneLine(folder)}`,
    `- Started: ${startedAt}`,
  ];
  return `${top[0]}\n\n${top.slice(1).join('\n')}\n\n${entries.map(entryText).join('\n\n')}\n`;
}

function entryText({ time, title, body }: TimelineEntry): string {
  const heading = `## ${time.slice(11, 19)} ${oneLine(title)}`;
  if (!body) return heading;
  return `${heading}\n\n${body.isCode ? fenced(body.text) : quoted(body.text)}`;
}

/** The fence is longer than any fence in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function oneLine(text: string): string {
  return makeVisible(text.replaceAll(/\s+/g, ' '));
}
