// `patchbay mcp-server --port N`: the host of a PATCHBAY_HOME until a signal comes.
import path from 'node:path';
import { startService } from '../start/home-service.ts';
import type { Runtime } from '../start/runtime.ts';

/** A client that was started together with us asks within this time. */
const FIRST_CLIENT_WAIT_MS = 20;

/**
 * @param ended resolves with the exit code when a signal asks for the end
 * @throws what startService throws
 */
export async function serveOverHttp(runtime: Runtime, port: number, ended: Promise<number>): Promise<number> {
  const service = await startService({ runtime, port, firstClientWaitMs: FIRST_CLIENT_WAIT_MS });
  try {
    const isFirst = runtime.options.needsToken && service.tokens.list().length === 0;
    const token = isFirst ? service.tokens.add('default') : undefined;
    if (token !== undefined) runtime.redactor.know(token);
    process.stderr.write(welcome(runtime, service.url, token));
    return await ended;
  } finally {
    await service.close();
  }
}

function welcome({ options, paths, clientFolder }: Runtime, url: string, token: string | undefined): string {
  const lines = [`Listening on ${url}`];
  if (token) {
    lines.push(
      '',
      'The first token, shown this once; every further client gets its own (patchbay token add NAME):',
    );
    lines.push(`  ${token}`);
  }
  const header = options.needsToken ? ` --header "Authorization: Bearer ${token ?? 'TOKEN'}"` : '';
  lines.push('', 'Connect a client, for example:');
  lines.push(`  claude mcp add --transport http patchbay ${url}${header}`);
  lines.push(options.isDemo ? `Then ask it: use codex in ${clientFolder} to run a command` : '');
  if (!options.isDemo)
    lines.push(`Codex uses ${path.join(paths.codexHome, 'config.toml')}. No account? Add --demo.`);
  return `${lines.filter((line, at) => line || lines[at + 1]).join('\n')}\n`;
}
