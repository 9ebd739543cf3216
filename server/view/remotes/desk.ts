// What the person at the window does with remotes: looks at what one offers, tries a tool, reconnects. The person is
// the one who decides, so nobody is asked before a tool that is tried here runs.

import { setImmediate } from 'node:timers/promises';
import { isForApps } from '../../contract/apps.ts';
import type {
  RemoteItem,
  RemoteItemKind,
  RemoteItems,
  RemoteTest,
  RemoteToolItem,
} from '../../contract/commands/remotes.ts';
import { whereOf } from '../../contract/remote-draft.ts';
import { messageOf } from '../../errors/error.ts';
import { remoteChangedMeanwhile, remoteNeverStarted } from '../../errors/remote-config.ts';
import {
  appMayNotCall,
  remoteAnsweredError,
  remoteAnswerTooLarge,
  remoteTemplateBroken,
} from '../../errors/remotes.ts';
import { isToolOffered, type RemoteConfig, startupLimit, toolLimit } from '../../remotes/config.ts';
import { silentCaller } from '../../remotes/connection/caller.ts';
import type { Connection } from '../../remotes/connection/connection.ts';
import { sharedView } from '../../remotes/connection/sharing.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import { scanTool } from '../../remotes/scan/scan-tool.ts';
import { checkRemote, type SelfCheckLine } from '../../remotes/self-check.ts';
import { shadowedBy } from '../../remotes/shadows.ts';
import { toolsOf } from '../../remotes/tool-marks.ts';
import { type Params, RemoteError } from '../../remotes/wire/peer.ts';
import { definitionDiff } from './definition-diff.ts';

export interface RemoteDesk {
  /** @param where what the person was shown that it would start or connect to */
  connect(name: string, where: string): Promise<void>;
  items(name: string, kind: RemoteItemKind, cursor: string | undefined): Promise<RemoteItems>;
  /** @returns the remote's result, unchanged */
  tryTool(call: {
    id: string;
    name: string;
    tool: string;
    args: Params;
    isFromApp?: boolean | undefined;
  }): Promise<Params>;
  stopTool(id: string): void;
  /** @param resource.values of a template's variables @returns what was read, and the remote's result, unchanged */
  readResource(resource: {
    name: string;
    uri: string;
    values: Readonly<Record<string, string>> | undefined;
  }): Promise<{ uri: string; result: Params }>;
  /** @returns the remote's result, unchanged */
  getPrompt(name: string, prompt: string, args: Readonly<Record<string, string>>): Promise<Params>;
  /** On a connection of its own. @param tried called once */
  check(name: string, tried: { tool: string; args: Params } | undefined): Promise<readonly SelfCheckLine[]>;
  test(config: RemoteConfig): Promise<RemoteTest>;
  close(): Promise<void>;
}

const LARGEST_ANSWER_CHARS = 2_000_000;

/** Capability, method and result member of each list. */
const lists: Readonly<Record<RemoteItemKind, readonly [string, string, string]>> = {
  tools: ['tools', 'tools/list', 'tools'],
  resources: ['resources', 'resources/list', 'resources'],
  templates: ['resources', 'resources/templates/list', 'resourceTemplates'],
  prompts: ['prompts', 'prompts/list', 'prompts'],
};

export function createRemoteDesk({ remotes, version }: { remotes: Remotes; version: string }): RemoteDesk {
  const view = sharedView(version);
  const connections = remotes.connectSession({ view: () => view, cwd: undefined, bystander: silentCaller });
  const running = new Map<string, AbortController>();

  /** Opening a page does not start a remote that was never started. */
  async function connectionTo(name: string): Promise<Connection> {
    if (!remotes.pins.isKnown(remotes.registry.get(name))) throw remoteNeverStarted(name);
    return await connections.get(name);
  }

  /** @throws remote-answered-error, remote-answer-too-large */
  async function answerOf(
    name: string,
    { method, params, what, signal }: { method: string; params: Params; what: string; signal?: AbortSignal },
  ): Promise<Params> {
    try {
      const connection = await connectionTo(name);
      const limit = toolLimit(connection.config);
      const call = { method, params, limit, ...(signal && { signal }) };
      const result = (await connection.request(call, silentCaller)) as Params | undefined;
      if (JSON.stringify(result ?? null).length > LARGEST_ANSWER_CHARS)
        throw remoteAnswerTooLarge(name, what);
      return result ?? {};
    } catch (error) {
      throw error instanceof RemoteError ? remoteAnsweredError(name, error.message) : error;
    }
  }

  /** @throws app-may-not-call */
  async function requireForApps(name: string, tool: string): Promise<void> {
    const connection = await connectionTo(name);
    const found = (await connection.tools()).find((one) => one.name === tool);
    if (!found || !isForApps(found)) throw appMayNotCall(name, tool);
  }

  function toolItem(config: RemoteConfig, definition: Params): RemoteToolItem {
    const tool = String(definition['name']);
    const { pins } = remotes;
    const hash = pins.currentOf(config.name).get(tool)?.hash;
    const change = pins.changesOf(config.name).find((one) => one.tool === tool);
    return {
      definition,
      isOn: isToolOffered(config, tool),
      shadows: shadowedBy(tool, config.name, toolsOf(remotes)),
      findings: scanTool(definition),
      ...(hash !== undefined && { hash }),
      isReviewed: hash !== undefined && pins.isReviewed(config.name, tool, hash),
      ...(change && {
        change: { ...change, diff: definitionDiff(tool, change.before, change.after) },
      }),
      versions: pins.historyOf(config.name, tool).length,
    };
  }

  async function listPage(
    connection: Connection,
    kind: RemoteItemKind,
    cursor: string | undefined,
  ): Promise<{ items: Params[]; next: string | undefined }> {
    const [capability, method, field] = lists[kind];
    if (!connection.about.capabilities[capability]) return { items: [], next: undefined };
    const params = cursor === undefined ? {} : { cursor };
    const limit = startupLimit(connection.config);
    const answer = (await connection.request({ method, params, limit }, silentCaller)) as Params | undefined;
    if (JSON.stringify(answer ?? null).length > LARGEST_ANSWER_CHARS) {
      throw remoteAnswerTooLarge(connection.config.name, method);
    }
    const items = answer?.[field];
    const next = answer?.['nextCursor'];
    return {
      items: Array.isArray(items) ? items.filter(isNamed) : [],
      next: typeof next === 'string' ? next : undefined,
    };
  }

  return {
    async connect(name, where) {
      const { transport } = remotes.registry.get(name);
      if (whereOf(transport) !== where) throw remoteChangedMeanwhile(name);
      remotes.restart(name);
      const connection = await connections.get(name);
      if (connection.about.capabilities['tools']) await connection.tools();
    },

    async items(name, kind, cursor) {
      const connection = await connectionTo(name);
      const { items, next } = await listPage(connection, kind, cursor);
      // Counting, and comparing with other remotes, needs the whole list without switched-off tools.
      if (kind === 'tools' && cursor === undefined && items.length > 0) await connection.tools();
      const config = remotes.registry.get(name);
      const shown: (RemoteItem | RemoteToolItem)[] = [];
      for (const item of items) {
        // A hostile list may have many definitions that take long to look through: others get their turn.
        if (kind === 'tools') await setImmediate();
        shown.push(kind === 'tools' ? toolItem(config, item) : { definition: item });
      }
      return { items: shown, ...(next !== undefined && { next }) };
    },

    async tryTool({ id, name, tool, args, isFromApp = false }) {
      const over = new AbortController();
      running.set(id, over);
      try {
        if (isFromApp) await requireForApps(name, tool);
        const params = { name: tool, arguments: args };
        return await answerOf(name, { method: 'tools/call', params, what: tool, signal: over.signal });
      } finally {
        running.delete(id);
      }
    },
    async readResource({ name, uri, values }) {
      const read = values ? await filledTemplate(uri, values) : uri;
      const params = { uri: read };
      return { uri: read, result: await answerOf(name, { method: 'resources/read', params, what: read }) };
    },
    getPrompt: (name, prompt, args) =>
      answerOf(name, { method: 'prompts/get', params: { name: prompt, arguments: args }, what: prompt }),

    stopTool: (id) => running.get(id)?.abort(new Error('You stopped it.')),

    async check(name, tried) {
      const config = remotes.registry.get(name);
      if (!remotes.pins.isKnown(config)) throw remoteNeverStarted(name);
      return await checkRemote(remotes, config, { version, tried });
    },

    async test(config) {
      const connection = await remotes.tryOut(config);
      try {
        const { about } = connection;
        const tools = about.capabilities['tools'] ? (await connection.tools()).length : 0;
        const { name = '', version: itsVersion = '' } = about.serverInfo ?? {};
        return { server: name, version: itsVersion, protocol: about.protocolVersion, tools };
      } finally {
        await connection.close();
      }
    },

    close: () => connections.close(),
  };
}

/** @throws remote-template-broken */
async function filledTemplate(template: string, values: Readonly<Record<string, string>>): Promise<string> {
  // The SDK is large, and few templates are filled in.
  const { UriTemplate } = await import('@modelcontextprotocol/client');
  try {
    return new UriTemplate(template).expand({ ...values });
  } catch (error) {
    throw remoteTemplateBroken(template, messageOf(error));
  }
}

function isNamed(item: unknown): item is Params {
  const { name, uri, uriTemplate } = (item ?? {}) as Record<string, unknown>;
  return [name, uri, uriTemplate].some((one) => typeof one === 'string');
}
