// A thread's record as one HTML page that looks like the window's timeline and is self-contained: no script, no links
// to resources.
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { makeVisible } from '../contract/visible.ts';
import { STYLE } from './html-style.ts';
import { nameOf, type RecordHead, type TimelineEntry, titleOf } from './record-timeline.ts';

export function htmlOf(head: RecordHead, entries: readonly TimelineEntry[]): string {
  const { threadId, client, folder, startedAt } = head;
  const name = nameOf(head);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(name)}</title>
<style>${STYLE}</style>
<header><h1>${escaped(titleOf(firstPrompt(entries)) || name)}</h1>
<p>${[folder, client, startedAt.slice(0, 16).replace('T', ' '), threadId].map(escaped).join(' · ')}</p></header>
<main>
${entries
  .filter(({ kind }) => kind !== 'turn-start')
  .map(entryHtml)
  .join('\n')}
</main>
</html>
`;
}

function firstPrompt(entries: readonly TimelineEntry[]): string | undefined {
  return entries.find(({ kind }) => kind === 'prompt')?.body?.text;
}

function entryHtml(entry: TimelineEntry): string {
  const { kind, title, body } = entry;
  switch (kind) {
    case 'prompt':
      return `<section class="prompt"><small>${escaped(title)}${timeHtml(entry)}</small><p>${escaped(body?.text ?? '')}</p></section>`;
    case 'message':
      return `<section class="message">${markdownHtml(body?.text ?? '')}</section>`;
    case 'problem':
      return `<section class="problem"><strong>${escaped(title)}</strong>${bodyHtml(entry)}</section>`;
    case 'turn':
      return body ? `<section class="problem">${bodyHtml(entry)}</section>${endHtml(entry)}` : endHtml(entry);
    default:
      return stepHtml(entry);
  }
}

/** One line that expands to the full text. */
function stepHtml(entry: TimelineEntry): string {
  const { kind, title, line, mark, body } = entry;
  const name = line === undefined ? escaped(title) : `<code>${escaped(line)}</code>`;
  const marked = mark ? `<span class="mark ${mark.tone}">${escaped(mark.text)}</span>` : '';
  const shown = `<span class="name">${name}</span>${marked}${timeHtml(entry)}`;
  if (!body) return `<div class="step ${kind}">${shown}</div>`;
  const isOpen = kind === 'decision' || mark?.tone === 'bad' ? ' open' : '';
  return `<details class="step ${kind}"${isOpen}><summary>${shown}</summary>${bodyHtml(entry)}</details>`;
}

function endHtml(entry: TimelineEntry): string {
  return `<div class="end"><span>${escaped(entry.title)}${timeHtml(entry)}</span></div>`;
}

function bodyHtml({ kind, body }: TimelineEntry): string {
  if (!body) return '';
  if (!body.isCode) return `<p>${escaped(body.text)}</p>`;
  if (kind === 'patch' || kind === 'decision')
    return `<pre>${body.text.split('\n').map(diffLine).join('')}</pre>`;
  return `<pre>${escaped(body.text)}</pre>`;
}

function diffLine(line: string): string {
  const sign = /^\+(?!\+\+)/.test(line) ? 'added' : /^-(?!--)/.test(line) ? 'removed' : '';
  return sign ? `<span class="${sign}">${escaped(line)}</span>` : `${escaped(line)}\n`;
}

function timeHtml({ time }: TimelineEntry): string {
  return `<time datetime="${escaped(time)}">${escaped(time.slice(11, 19))}</time>`;
}

/** Markup in the text is escaped; links and images become their text. */
function markdownHtml(text: string): string {
  const html = micromark(makeVisible(text), { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html
    .replaceAll(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, '$1')
    .replaceAll(/<a href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, (_link, address: string, words: string) =>
      address === '' || address.endsWith(words) ? words : `${words} (${address})`,
    );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return makeVisible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
