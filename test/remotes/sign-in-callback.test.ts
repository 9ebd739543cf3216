// The address the browser is sent back to: what comes there besides the answer leaves the sign-in waiting, and an answer
// counts in a query as in a form.
import http from 'node:http';
import type { OAuthLab } from '../support/authorization-server.ts';
import { expect, prepareLab, test } from '../support/oauth-fixtures.ts';
import { signIn } from '../support/sign-in.ts';

/** What the authorization server would send the browser to. */
async function answerTo(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

/** @returns the status; undefined when nobody listens any more */
async function ask(
  url: URL,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<number | undefined> {
  return await new Promise((resolve) => {
    const { method = 'GET', headers = {}, body } = init;
    const request = http.request(url, { method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(undefined));
    request.end(body);
  });
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const changed = (back: URL, change: (parameters: URLSearchParams) => void) => {
  const url = new URL(back);
  change(url.searchParams);
  return url;
};
const codesUsed = ({ hits }: OAuthLab) => hits['token:authorization_code'];

test('a request that is not an answer of this sign-in is refused, and the sign-in keeps waiting', async ({
  home,
  lab,
}) => {
  prepareLab(home, lab);
  const statuses: Record<string, number | undefined> = {};
  const { code, stderr } = await signIn(home, 'lab', {
    async browse(url) {
      const back = await answerTo(url);
      const form = (parameters: URLSearchParams | string) => ({
        method: 'POST',
        headers: FORM,
        body: String(parameters),
      });
      const bare = changed(back, (parameters) => {
        for (const name of [...parameters.keys()]) parameters.delete(name);
      });
      const tries: Record<string, () => Promise<number | undefined>> = {
        head: () => ask(back, { method: 'HEAD' }),
        options: () => ask(back, { method: 'OPTIONS' }),
        favicon: () => ask(new URL('/favicon.ico', back)),
        prefetch: () => ask(back, { headers: { 'Sec-Purpose': 'prefetch;prerender' } }),
        'older prefetch': () => ask(back, { headers: { Purpose: 'prefetch' } }),
        'another state': () => ask(changed(back, (parameters) => parameters.set('state', 'x'))),
        'two states': () => ask(changed(back, (parameters) => parameters.append('state', 'x'))),
        nothing: () => ask(bare),
        'another name': () => ask(back, { headers: { Host: `evil.example:${back.port}` } }),
        'a form with another state': () =>
          ask(bare, form(changed(back, (parameters) => parameters.set('state', 'x')).searchParams)),
        'no form': () => ask(bare, { method: 'POST', body: String(back.searchParams) }),
        'a huge form': () => ask(bare, form(`x=${'x'.repeat(100_000)}`)),
      };
      for (const [what, attempt] of Object.entries(tries)) statuses[what] = await attempt();
      statuses['the answer'] = await ask(back);
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { 'a huge form': cut, ...others } = statuses;
  expect(cut).toBeUndefined();
  expect(others).toEqual({
    head: 405,
    options: 405,
    favicon: 404,
    prefetch: 503,
    'older prefetch': 503,
    'another state': 400,
    'two states': 400,
    nothing: 400,
    'another name': 404,
    'a form with another state': 400,
    'no form': 405,
    'the answer': 200,
  });
  expect(codesUsed(lab)).toBe(1);
});

test.for([
  ['without a code', (parameters: URLSearchParams) => parameters.delete('code')],
  ['with an empty code', (parameters: URLSearchParams) => parameters.set('code', '')],
  ['with two codes', (parameters: URLSearchParams) => parameters.append('code', 'x')],
  ['with a code and an error', (parameters: URLSearchParams) => parameters.set('error', 'x')],
] as const)('an answer with the right state %s ends the sign-in', async ([, change], { home, lab }) => {
  prepareLab(home, lab);
  let page = '';
  const { code, stderr } = await signIn(home, 'lab', {
    async browse(url) {
      page = await (await fetch(changed(await answerTo(url), change))).text();
    },
  });
  expect(page).toContain('This answer cannot be used: the sign-in has failed.');
  expect(code).toBe(1);
  expect(stderr).toContain('the browser came back without exactly one `code` or `error`');
  expect(codesUsed(lab)).toBeUndefined();
});

test('an answer in a form is accepted (form_post)', async ({ home, lab }) => {
  prepareLab(home, lab);
  const { code, stderr } = await signIn(home, 'lab', {
    async browse(url) {
      const back = await answerTo(url);
      const body = back.searchParams.toString();
      back.search = '';
      await ask(back, { method: 'POST', headers: FORM, body });
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('two requests with the same code use it once', async ({ home, lab }) => {
  prepareLab(home, lab);
  const { code, stderr } = await signIn(home, 'lab', {
    async browse(url) {
      const back = await answerTo(url);
      await Promise.all([ask(back), ask(back), ask(back)]);
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(codesUsed(lab)).toBe(1);
});

test('a browser that resolves localhost to ::1 arrives too', async ({ home, lab }) => {
  lab.refusedRedirects = /127\.0\.0\.1/;
  prepareLab(home, lab);
  const { code, stderr } = await signIn(home, 'lab', {
    async browse(url) {
      const back = await answerTo(url);
      const { host } = back;
      back.hostname = '[::1]';
      const isThere = await ask(back, { headers: { Host: host } });
      // Where this machine has no ::1, nor does its browser.
      if (isThere === undefined) {
        back.hostname = '127.0.0.1';
        await ask(back, { headers: { Host: host } });
      }
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
