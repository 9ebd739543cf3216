// The handlers for commands of the window that concern remotes.
import { version } from '../../base/program.ts';
import { updateSettings } from '../../config/settings-file.ts';
import type { CommandHandlers, RemoteCommandName } from '../../contract/commands.ts';
import { draftProblems, nameProblem, whereOf } from '../../contract/remote-draft.ts';
import { type ConfigEdit, configVersion, writeConfig } from '../../engine/config-file.ts';
import { PatchbayError } from '../../errors/error.ts';
import { remoteBroken, remoteNameTaken, remoteNotValid, remoteUnknown } from '../../errors/remote-config.ts';
import type { Host } from '../../host/host.ts';
import { parseRemote, type RemoteConfig } from '../../remotes/config.ts';
import type { ViewStore } from '../app/view-store.ts';
import { shownVersions } from './definition-diff.ts';
import { createRemoteDesk } from './desk.ts';
import { draftOf, editsOf, switchTool, triedTable } from './edits.ts';
import type { RemoteList } from './remote-rows.ts';
import { createTokenCounts } from './tokens.ts';

export interface RemoteCommands extends CommandHandlers<RemoteCommandName> {
  close(): Promise<void>;
}

/** Another program may change the file between our read and our change. */
const WRITE_TRIES = 3;

export function createRemoteCommands(options: {
  store: ViewStore;
  host: Pick<Host, 'remotes' | 'engine'>;
  list: RemoteList;
  settingsFile: string;
  configFile: string;
  /** Shows an http or https address to the person. */
  openAddress(url: string): Promise<void>;
  redact(text: string): string;
}): RemoteCommands {
  const { store, list, redact, settingsFile, configFile } = options;
  const { remotes, engine } = options.host;
  const { registry, pins, activity, signIns } = remotes;
  const signingIn = new Map<string, AbortController>();
  const countTokens = createTokenCounts(remotes);
  const desk = createRemoteDesk({ remotes, version });

  /** @throws remote-unknown, remote-broken */
  function configOf(name: string): RemoteConfig {
    const entry = registry.list().find((one) => one.name === name);
    if (!entry) throw remoteUnknown(name);
    if (entry.kind === 'broken') throw remoteBroken(name, entry.place, entry.reason);
    return entry.config;
  }

  async function write(edits: readonly ConfigEdit[], expected: string | undefined): Promise<void> {
    await writeConfig(engine, configFile, edits, expected);
    registry.reload();
    list.showRemotes();
  }

  /** For changes that are valid even if the file has changed in the meantime. */
  async function rewrite(editsNow: () => ConfigEdit[]): Promise<void> {
    for (let left = WRITE_TRIES; ; left -= 1) {
      const expected = await configVersion(engine);
      registry.reload();
      try {
        return await write(editsNow(), expected);
      } catch (error) {
        const isOvertaken = error instanceof PatchbayError && error.code === 'config-changed-meanwhile';
        if (!isOvertaken || left === 1) throw error;
      }
    }
  }

  return {
    'connect-remote': ({ name, where }) => desk.connect(name, where),
    'remote-items': ({ name, kind, cursor }) => desk.items(name, kind, cursor),
    'try-tool': ({ arguments: args, ...call }) => desk.tryTool({ ...call, args }),
    'stop-tool': ({ id }) => desk.stopTool(id),
    'read-resource': ({ name, uri, values }) => desk.readResource({ name, uri, values }),
    'get-prompt': ({ name, prompt, arguments: args }) => desk.getPrompt(name, prompt, args),
    'check-remote': ({ name, tool, arguments: args = {} }) =>
      desk.check(name, tool === undefined ? undefined : { tool, args }),
    'tool-tokens': () => countTokens(),
    'tool-history': ({ name, tool }) => shownVersions(tool, pins.historyOf(name, tool)),
    'accept-tool': ({ name, tool, hash }) => pins.accept(name, tool, hash),

    'remote-about'({ name }) {
      const { about, stderr } = activity.of(name);
      return {
        stderr: stderr.map(redact),
        ...(about && {
          server: about.serverInfo?.name ?? '',
          version: about.serverInfo?.version ?? '',
          protocol: about.protocolVersion,
          capabilities: Object.keys(about.capabilities),
          ...(typeof about['instructions'] === 'string' && { instructions: about['instructions'] }),
        }),
      };
    },

    async 'remote-draft'({ name }) {
      const fileVersion = await configVersion(engine);
      registry.reload();
      return { draft: draftOf(configOf(name)), ...(fileVersion !== undefined && { version: fileVersion }) };
    },

    async 'test-remote'({ name, draft, where }) {
      const before = registry.list().find((one) => one.name === name);
      const known = before && before.kind !== 'broken' ? before.config : undefined;
      const parsed = parseRemote(name, triedTable(known, draft), {});
      if (parsed.kind === 'broken') throw remoteNotValid(parsed.reason);
      if (whereOf(parsed.config.transport) !== where) throw remoteNotValid('it is not what was shown');
      return await desk.test(parsed.config);
    },

    async 'save-remote'({ name, draft, isNew, version: expected }) {
      registry.reload();
      const names = registry.list().map((entry) => entry.name);
      const problem = isNew ? nameProblem(name, names) : undefined;
      if (problem === 'name-taken') throw remoteNameTaken(name);
      const [field] = problem ? ['name'] : Object.keys(draftProblems(draft));
      if (field !== undefined) throw remoteNotValid(`\`${field}\` is not filled in as it must be`);
      const before = isNew ? undefined : configOf(name);
      if (before && before.transport.kind !== draft.kind) throw remoteNotValid('its kind cannot be changed');
      await write(editsOf(name, before, draft), expected);
    },

    'enable-remote': ({ name, isEnabled }) =>
      rewrite(() => [
        { path: ['mcp_servers', configOf(name).name, 'enabled'], value: isEnabled ? null : false },
      ]),
    'remove-remote': ({ name }) => rewrite(() => [{ path: ['mcp_servers', name], value: null }]),
    'switch-tool': ({ name, tool, isOn }) => rewrite(() => switchTool(configOf(name), tool, isOn)),

    'configure-remote'({ name, options: { isShared, throughPatchbay, azureScope } }) {
      const settings = updateSettings(settingsFile, ({ remotes: stored = {} }) => {
        const kept = { ...stored[name] };
        if (isShared !== undefined) kept.shared = isShared || undefined;
        if (throughPatchbay !== undefined) kept.throughPatchbay = throughPatchbay ? undefined : false;
        if (azureScope !== undefined) kept.azureScope = azureScope.trim() || undefined;
        return { remotes: { ...stored, [name]: kept } };
      });
      store.apply({ kind: 'set', parts: { settings } });
      remotes.restart(name);
      list.showRemotes();
    },

    async 'sign-in-remote'({ name }) {
      const over = new AbortController();
      signingIn.set(name, over);
      try {
        await signIns.signIn(name, { openUrl: options.openAddress, signal: over.signal });
        // The state then says why it does not connect.
        await desk.connect(name, whereOf(configOf(name).transport)).catch(() => undefined);
      } catch (error) {
        if (!over.signal.aborted) throw error;
      } finally {
        if (signingIn.get(name) === over) signingIn.delete(name);
        list.showRemotes();
      }
    },
    'cancel-remote-sign-in': ({ name }) => signingIn.get(name)?.abort(new Error('You stopped it.')),
    'sign-out-remote': async ({ name }) => void (await signIns.signOut(name)),

    async close() {
      for (const over of signingIn.values()) over.abort(new Error('The server was stopped.'));
      await desk.close();
    },
  };
}
