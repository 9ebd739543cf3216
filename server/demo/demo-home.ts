/**
 * The folders of the demo: a separate CODEX_HOME, so that the person's own stays unchanged, and a scratch folder to
 * work in.
 */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface DemoHome {
  codexHome: string;
  scratch: string;
}

export const readmeName = 'README.md';

/** The demo model adds its notes right below this line of the README. */
export const notesHeading = '## Notes';

/**
 * Creates both folders below `directory`. `config.toml` is written each time, because the demo model listens on a new
 * port; files in the scratch folder are only created if it is empty. The engine does not accept a CODEX_HOME below the
 * system's temporary folder.
 */
export async function prepareDemoHome(options: { directory: string; baseUrl: string }): Promise<DemoHome> {
  const codexHome = path.join(options.directory, 'codex-home');
  const scratch = path.join(options.directory, 'scratch');
  await mkdir(codexHome, { recursive: true, mode: 0o700 });
  await chmod(codexHome, 0o700);
  await writeFile(path.join(codexHome, 'config.toml'), configToml(options.baseUrl), { mode: 0o600 });
  await mkdir(scratch, { recursive: true });
  if ((await readdir(scratch)).length === 0) {
    await writeFile(path.join(scratch, readmeName), readme);
    await writeFile(path.join(scratch, 'hello.mjs'), "console.log('Hello');\n");
  }
  return { codexHome, scratch };
}

/**
 * The model's name decides which tools the engine offers; this one has `exec_command` and `apply_patch`.
 * No approval policy on purpose: threads in a folder that is not trusted then ask first, and the engine
 * refuses to start with `approval_policy = "untrusted"`.
 */
function configToml(baseUrl: string): string {
  return `# Written by Patchbay at each start of the demo: changes are lost.
model = "gpt-5.5"
model_provider = "patchbay-demo"
check_for_update_on_startup = false

[model_providers.patchbay-demo]
name = "Patchbay demo model"
base_url = "${baseUrl}"
wire_api = "responses"
requires_openai_auth = false
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0

[analytics]
enabled = false

[features]
apps = false
plugins = false
`;
}

const readme = `# Patchbay demo

A scratch folder for the demo model. Everything in here may be changed or deleted.

${notesHeading}

- This folder was made by Patchbay.
`;
