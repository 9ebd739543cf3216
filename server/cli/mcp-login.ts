// `patchbay mcp login/logout NAME`: signs a person in to a remote with OAuth, with the options, texts and exit codes
// of `codex mcp login`; or keeps a token they have.
import { makeVisible } from '../contract/visible.ts';
import { messageOf } from '../errors/error.ts';
import { exitCodes } from './exit-codes.ts';
import { keepTokenOf } from './keep-token.ts';
import { Interrupted, openPrompt } from './prompt.ts';
import { reachSignIns, wordsOf } from './reach-sign-ins.ts';

export interface LoginWords {
  readonly browser: boolean;
  readonly clientSecret?: true;
  readonly token?: true;
  readonly scopes?: string[];
  readonly oauthClientRegistration?: 'auto' | 'cimd' | 'dcr';
}

/** @returns the exit code */
export async function logIn(name: string, words: LoginWords, codexHome: string | undefined): Promise<number> {
  return await (words.token ? keepToken(name, codexHome) : signIn(name, words, codexHome));
}

async function signIn(name: string, options: LoginWords, codexHome: string | undefined): Promise<number> {
  const prompt = options.browser && !options.clientSecret ? undefined : openPrompt();
  const signIns = reachSignIns(codexHome);
  try {
    const clientSecret = options.clientSecret && (await prompt?.hidden('Client secret (input hidden): '));
    const signingIn = signIns.signIn(name, {
      clientSecret,
      openUrl: (url) => show(name, url, options.browser),
      scopes: options.scopes,
      registration: options.oauthClientRegistration,
      pasted: options.browser ? undefined : async () => prompt?.hidden('Callback URL (input hidden): '),
    });
    const kept = await (prompt ? Promise.race([signingIn, prompt.interrupted]) : signingIn);
    process.stdout.write(`Successfully logged in to MCP server '${name}'.\n`);
    if (kept === 'memory') {
      process.stderr.write('The tokens are kept in memory: they are gone when the running Patchbay ends.\n');
    }
    return exitCodes.ok;
  } catch (error) {
    return fail(error, name);
  } finally {
    prompt?.close();
    await signIns.close();
  }
}

async function keepToken(name: string, codexHome: string | undefined): Promise<number> {
  const prompt = openPrompt();
  try {
    const token = await prompt.hidden(`Token for ${name} (input hidden): `);
    const place = await keepTokenOf(name, token?.trim() ?? '', codexHome);
    process.stdout.write(`The token for '${name}' is kept, and sent to ${place} alone.\n`);
    return exitCodes.ok;
  } catch (error) {
    return fail(error, name);
  } finally {
    prompt.close();
  }
}

/** @returns the exit code */
export async function logOut(name: string, codexHome: string | undefined): Promise<number> {
  const signIns = reachSignIns(codexHome);
  try {
    const result = await signIns.signOut(name);
    const isThere = result.kind === 'forgotten';
    process.stdout.write(
      isThere ? `Removed OAuth credentials for '${name}'.\n` : `No OAuth credentials stored for '${name}'.\n`,
    );
    if (isThere && result.notRevoked !== undefined) {
      process.stderr.write(makeVisible(`They were not revoked there: ${result.notRevoked}.\n`));
    }
    return exitCodes.ok;
  } catch (error) {
    return fail(error, name);
  } finally {
    await signIns.close();
  }
}

/** Only http and https addresses arrive here, and no shell sees them. */
async function show(name: string, url: string, isOpened: boolean): Promise<void> {
  process.stdout.write(`Authorize \`${name}\` by opening this URL in your browser:\n${url}\n`);
  if (!isOpened) return;
  try {
    const hasDisplay =
      process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
    if (!hasDisplay) throw new Error('there is no desktop here');
    const { default: open } = await import('open');
    const browser = await open(url);
    browser.once('error', sayNotOpened);
  } catch (error) {
    sayNotOpened(error);
  }
}

function sayNotOpened(error: unknown): void {
  process.stderr.write(`(Browser launch failed, ${messageOf(error)}; please copy the URL above manually.)\n`);
}

function fail(error: unknown, name: string): number {
  if (error instanceof Interrupted) throw error;
  process.stderr.write(makeVisible(`Error: ${wordsOf(error, name)}\n`));
  return exitCodes.failed;
}
