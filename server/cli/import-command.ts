// `patchbay import`: MCP servers of other clients into config.toml. The change goes to stdout, everything else to stderr.
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { openImporter } from '../connect/importer.ts';
import { ownPlaceOf, thisMachine } from '../connect/open-connector.ts';
import { makeVisible } from '../contract/visible.ts';
import { createRedactor } from '../logging/redact.ts';
import { confirmWriting } from './confirm-writing.ts';

/** @throws connect-needs-yes, connect-not-confirmed, client-settings-unreadable, client-settings-not-written */
export async function importServers({ yes }: { yes: boolean }): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const importer = openImporter({
    paths,
    machine: thisMachine(process.env),
    own: ownPlaceOf(paths, undefined),
    redact: createRedactor().redact,
  });
  const { diff, file, left, names, problems, variables } = importer.proposed;
  for (const problem of problems) say(problem);
  for (const { name, clientName, reason } of left) say(`${name} of ${clientName} is left out: ${reason}.`);
  if (diff === '') return say('There is nothing to import.');
  process.stdout.write(diff);
  for (const { variable, server, clientName } of variables) {
    say(
      `${server} needs the variable ${variable}; its value is in the settings of ${clientName} and is not copied.`,
    );
  }
  if (!yes) await confirmWriting('Write this? [y/N] ');
  const backup = importer.write();
  say(
    `Written: ${file}, with ${names.join(', ')}.${backup === undefined ? '' : ` As it was before: ${backup}`}`,
  );
}

function say(sentence: string): void {
  process.stderr.write(`${makeVisible(sentence)}\n`);
}
