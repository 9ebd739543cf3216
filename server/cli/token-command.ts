// `patchbay token add/limit/list/revoke`. The token itself goes to stdout, so that it can be piped; messages go to
// stderr.
import fs from 'node:fs';
import { type ClientChanges, isWidening } from '../approvals/widening.ts';
import { openTokenStore, type TokenInfo, type TokenStore } from '../config/client-tokens.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { openPrincipalsFile, type PrincipalsFile } from '../config/principals-file.ts';
import { type Ceiling, defaultCeiling } from '../contract/ceiling.ts';
import { type Limits, limitsSchema, noLimits } from '../contract/limits.ts';
import type { TokenExpiry } from '../contract/token-expiry.ts';
import { makeVisibleInLine } from '../contract/visible.ts';
import { clientNotFound, tokenNotShown } from '../errors/tokens.ts';
import { admitWidening } from './admit-widening.ts';
import { whyUnknownRemote, whyUnknownTool } from './known-servers.ts';
import { ceilingIn, type Liftable, type LimitWords, liftable, limitsIn } from './limit-options.ts';
import { limitsInWords } from './limit-words.ts';
import { printJson } from './output.ts';

/** Clients without a token, whose ids are their names. */
const WITHOUT_TOKEN = ['local', 'anonymous'];

/**
 * A new client needs the person, as everything that lets a client do more.
 * @throws token-name-invalid, token-name-taken, token-not-shown, not-a-folder, and what admitWidening throws
 */
export async function addToken(name: string, words: LimitWords): Promise<void> {
  const { tokens, principals } = openFiles();
  const limits = limitsIn(words);
  const ceiling = ceilingIn(words);
  await admitWidening();
  const token = tokens.add(name, { ceiling, expiry: words.expires });
  try {
    const id = idOf(name, tokens);
    if (!isEmpty(limits)) principals.change(id, { limits });
  } catch (error) {
    tokens.revoke(name);
    throw error;
  }
  process.stderr.write(`The token for ${name}; it is shown this once:\n`);
  try {
    // Written at once, so that we know whether the reader got it.
    fs.writeSync(process.stdout.fd, `${token}\n`);
  } catch (error) {
    tokens.revoke(name);
    throw tokenNotShown(name, error);
  }
  sayUnknown(words);
}

/** What is allowed and not there now may be a typing error; or it comes later. */
function sayUnknown({ remote = [], tool = [] }: LimitWords): void {
  const paths = resolvePaths({ env: process.env });
  const notes = [
    ...remote.map((name) => whyUnknownRemote(name, paths)),
    ...tool.map((name) => whyUnknownTool(name, paths)),
  ];
  for (const note of new Set(notes))
    if (note !== undefined) process.stderr.write(`${makeVisibleInLine(note)}\n`);
}

/**
 * Each option replaces what was set before; without one, nothing changes. What lets the client do more needs the person.
 * Says what is in force then.
 * @param name of a token, or `local` or `anonymous`
 * @throws client-not-found, token-not-found, not-a-folder, and what admitWidening throws
 */
export async function limitClient(
  name: string,
  words: LimitWords & { readonly lift?: readonly Liftable[] },
): Promise<void> {
  const { tokens, principals } = openFiles();
  const id = idOf(name, tokens);
  const lifted = new Set<string>((words.lift ?? []).map((word) => liftable[word]));
  const given = limitsIn(words);
  const ceiling = ceilingIn(words);
  const limitsAfter = (before: Limits): Limits => {
    const kept = Object.fromEntries(Object.entries(before).filter(([limit]) => !lifted.has(limit)));
    return limitsSchema.parse({ ...kept, ...given });
  };
  const client = () => clientsOf(tokens, principals).find((one) => one.id === id);
  const before = client();
  if (before && isWidening(changesOf(before, { limitsAfter, ceiling, expiry: words.expires }), Date.now())) {
    await admitWidening();
  }
  if (words.expires) tokens.renew(name, words.expires);
  if (lifted.size > 0 || !isEmpty(given) || ceiling) {
    principals.change(id, ({ limits: own = noLimits }) => {
      const limits = limitsAfter(own);
      return { limits: isEmpty(limits) ? null : limits, ...(ceiling && { ceiling }) };
    });
  }
  const after = client();
  if (after) process.stderr.write(`${inWords(after).join('\n')}\n`);
  sayUnknown(words);
}

function changesOf(
  { ceiling, limits, expiry, expiresAt }: LimitedClient,
  after: {
    limitsAfter(before: Limits): Limits;
    ceiling: Ceiling | undefined;
    expiry: TokenExpiry | undefined;
  },
): ClientChanges {
  return {
    limits: { before: limits, after: after.limitsAfter(limits) },
    ...(after.ceiling && { ceiling: { before: ceiling ?? defaultCeiling, after: after.ceiling } }),
    ...(expiry &&
      after.expiry && {
        expiry: {
          before: expiry,
          ...(expiresAt !== undefined && { endsAt: Date.parse(expiresAt) }),
          after: after.expiry,
        },
      }),
  };
}

/** @throws file-broken */
export function listTokens({ asJson }: { asJson: boolean }): void {
  const { tokens, principals } = openFiles();
  const clients = clientsOf(tokens, principals).filter(
    ({ createdAt, limits, ceiling }) => createdAt !== undefined || ceiling || !isEmpty(limits),
  );
  if (asJson) printJson(clients);
  else for (const client of clients) process.stdout.write(`${inWords(client).join('\t')}\n`);
  if (clients.length === 0) {
    process.stderr.write('There are no tokens yet. Make one with `patchbay token add NAME`.\n');
  }
}

export function revokeToken(name: string): void {
  openFiles().tokens.revoke(name);
  process.stderr.write(`The token of ${name} is revoked; its sessions end now.\n`);
}

/** A client with what it is held to. */
interface LimitedClient {
  readonly id: string;
  readonly name: string;
  /** Absent for a client without a token; so for what belongs to it. */
  readonly createdAt?: string;
  readonly expiry?: TokenExpiry;
  readonly expiresAt?: string;
  readonly isExpired?: boolean;
  readonly ceiling?: Ceiling;
  readonly limits: Limits;
}

function clientsOf(tokens: TokenStore, principals: PrincipalsFile): LimitedClient[] {
  const ofToken = ({ id, name, createdAt, expiry, expiresAt, ceiling }: TokenInfo): LimitedClient => ({
    id,
    name,
    createdAt,
    expiry,
    ...(expiresAt !== undefined && {
      expiresAt: new Date(expiresAt).toISOString(),
      isExpired: expiresAt <= Date.now(),
    }),
    ...(ceiling && { ceiling }),
    limits: noLimits,
  });
  const all = [
    ...tokens.list().map(ofToken),
    ...WITHOUT_TOKEN.map((id) => ({ id, name: id, limits: noLimits })),
  ];
  return all.map((client) => {
    const { ceiling, limits } = principals.of(client.id);
    return { ...client, ...(ceiling && { ceiling }), ...(limits && { limits }) };
  });
}

/** Name, day of its making, ceiling, limits, expiry. */
function inWords({ name, createdAt, ceiling, limits, expiresAt, isExpired }: LimitedClient): string[] {
  const end = expiresAt === undefined ? 'never expires' : `expires ${expiresAt.slice(0, 10)}`;
  const words = [
    name,
    createdAt?.slice(0, 10) ?? 'no token',
    ceilingInWords(ceiling),
    limitsInWords(limits) || 'no limits',
    ...(createdAt === undefined ? [] : [isExpired ? `expired ${expiresAt?.slice(0, 10)}` : end]),
  ];
  return words.map(makeVisibleInLine);
}

function ceilingInWords(ceiling: Ceiling | undefined): string {
  if (!ceiling) return 'default ceiling';
  const { sandbox, allowNever, allowNetwork } = ceiling;
  return [sandbox, allowNever && 'never', allowNetwork && 'network'].filter(Boolean).join(', ');
}

/** @throws client-not-found */
function idOf(name: string, tokens: TokenStore): string {
  const id = tokens.list().find((token) => token.name === name)?.id;
  if (id !== undefined) return id;
  if (WITHOUT_TOKEN.includes(name)) return name;
  throw clientNotFound(name);
}

function isEmpty(limits: Limits): boolean {
  return Object.keys(limits).length === 0;
}

function openFiles(): { tokens: TokenStore; principals: PrincipalsFile } {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  return {
    tokens: openTokenStore(paths.tokensFile),
    principals: openPrincipalsFile(paths.principalsFile),
  };
}
