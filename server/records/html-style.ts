// The style of an exported record: the window's colours and sizes, light and dark.
export const STYLE = `:root{color-scheme:light dark;--text:light-dark(#000,#c9c9c9);--dim:light-dark(#495057,#b8b8b8);
--line:light-dark(#dee2e6,#424242);--surface:light-dark(#f8f9fa,#1f1f1f);--page:light-dark(#fff,#242424);
--good:light-dark(#1f6b2e,#69db7c);--bad:light-dark(#c92a2a,#ffa8a8);--badground:light-dark(#fff5f5,#3a1d20);
--added:light-dark(#dafbe1,#12361f);--removed:light-dark(#ffebe9,#43191c);
--mono:ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',monospace}
*{box-sizing:border-box}
body{font:13px/1.4 system-ui,-apple-system,'Segoe UI',Inter,sans-serif;color:var(--text);background:var(--page);margin:0}
header,main{max-width:1020px;margin:0 auto;padding:0 20px}
header{padding-top:16px;padding-bottom:12px;border-bottom:1px solid var(--line)}
h1{font-size:1.125rem;font-weight:600;margin:0}header p{color:var(--dim);font-size:12px;margin:2px 0 0;overflow-wrap:anywhere}
main{padding-top:12px;padding-bottom:40px}
main>*{margin:10px 0}
small,time{color:var(--dim);font-size:12px}time{margin-left:8px;font-variant-numeric:tabular-nums}
p{margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere}
.prompt{padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--surface)}
.message{padding:4px 8px;overflow-wrap:anywhere}.message p{white-space:normal}
.message table{border-collapse:collapse}.message td,.message th{border:1px solid var(--line);padding:2px 8px}
.step{margin:2px 0}div.step,summary{display:flex;gap:8px;align-items:center;min-height:28px;padding:2px 8px;border-radius:4px}
summary{cursor:pointer;list-style:none}summary:hover{background:var(--surface)}
summary::after{content:'›';color:var(--dim)}details[open]>summary::after{transform:rotate(90deg)}
.name{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.reasoning .name{color:var(--dim);font-style:italic}
code,pre{font-family:var(--mono);font-size:12px}
pre{background:var(--surface);border:1px solid var(--line);border-radius:4px;padding:8px 10px;margin:4px 8px 8px 31px;overflow:auto;max-height:420px}
details>p{margin-left:31px}
.message pre{margin-left:0}
.mark{font-size:12px}.good{color:var(--good)}.bad{color:var(--bad)}.plain{color:var(--dim)}
.added{background:var(--added)}.removed{background:var(--removed)}
pre .added,pre .removed{display:block;min-width:max-content}
.problem{padding:6px 12px;border-radius:4px;background:var(--badground);color:var(--bad)}
.problem pre{margin-left:0;color:var(--text)}
.end{display:flex;align-items:center;gap:10px;color:var(--dim);font-size:12px}
.end::before,.end::after{content:'';flex:1;border-top:1px solid var(--line)}`;
