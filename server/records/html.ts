// A thread's record as one HTML page that needs nothing else: no script, no address, nothing is loaded.
import type { RecordHead, TimelineEntry } from './timeline.ts';

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d8dee4,#3a4048);--soft:light-dark(#f6f8fa,#1c2128)}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
header{border-bottom:1px solid var(--line);margin-bottom:1.5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{opacity:.7}dd{margin:0}
ol{list-style:none;padding:0}li{border-left:3px solid var(--line);padding:.1rem 0 .6rem 1rem}
li.client{border-color:#3b82f6}li.codex{border-color:#8b5cf6}li.action{border-color:#64748b}
li.decision{border-color:#f59e0b}li.problem{border-color:#ef4444}li.turn{opacity:.7}
h2{font-size:1rem;margin:0}time{opacity:.6;font-weight:normal;margin-right:.6rem}
p{white-space:pre-wrap;margin:.3rem 0}
pre{background:var(--soft);padding:.6rem .8rem;border-radius:6px;overflow:auto;max-height:30rem}`;

export function htmlOf(head: RecordHead, entries: readonly TimelineEntry[]): string {
  const { threadId, client, folder, startedAt } = head;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Thread ${escaped(threadId)}</title>
<style>${STYLE}</style>
<header><h1>Thread ${escaped(threadId)}</h1>
<dl><dt>Client</dt><dd>${escaped(client)}</dd><dt>Folder</dt><dd>${escaped(folder)}</dd><dt>Started</dt><dd>${escaped(startedAt)}</dd></dl></header>
<ol>
${entries.map(entryHtml).join('\n')}
</ol>
</html>
`;
}

function entryHtml({ time, kind, title, body }: TimelineEntry): string {
  const heading = `<h2><time datetime="${escaped(time)}">${escaped(time.slice(11, 19))}</time>${escaped(title)}</h2>`;
  if (!body) return `<li class="${kind}">${heading}</li>`;
  const element = body.isCode ? 'pre' : 'p';
  return `<li class="${kind}">${heading}<${element}>${escaped(body.text)}</${element}></li>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
