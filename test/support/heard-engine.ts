// The real engine behind a program that writes down what it is told, so that a test knows the passes it is given.
import fs from 'node:fs';
import path from 'node:path';
import { bundledEngine } from '../../server/engine/process/binary.ts';
import type { TestHome } from './home.ts';
import { eventually } from './processes.ts';

export interface HeardEngine {
  /** For `--engine`. */
  readonly file: string;
  /** Where this thread of those started so far reaches a remote, and with which pass. */
  passFor(remote: string, thread?: number): Promise<HeardPass>;
}

export interface HeardPass {
  readonly url: string;
  readonly headers: Record<string, string>;
}

export function makeHeardEngine(home: TestHome): HeardEngine {
  const log = path.join(home.root, 'engine-heard.jsonl');
  const file = path.join(home.root, 'heard-codex');
  fs.writeFileSync(file, `#!/bin/sh\ntee -a "${log}" | "${bundledEngine().file}" "$@"\n`, { mode: 0o755 });
  return {
    file,
    passFor: (remote, thread = 0) =>
      eventually(() => {
        const lines = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : [];
        const loadings = lines.map((line) => JSON.parse(line)).filter(({ method }) => isLoading(method));
        const table = loadings[thread]?.params.config.mcp_servers[remote];
        return table && { url: table.url, headers: table.http_headers };
      }),
  };
}

function isLoading(method: string): boolean {
  return method === 'thread/start' || method === 'thread/resume';
}
