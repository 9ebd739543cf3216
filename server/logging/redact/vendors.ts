// Tokens and keys recognised by their own form: a unique prefix and a length.
import type { Anchor } from './anchors.ts';
import { beginsWord } from './boundaries.ts';
import type { Rule } from './span.ts';
import { endOfWrapped, unwrapped } from './wrapped.ts';

/** Kind, prefixes, and the text after them. */
const FORMATS: readonly (readonly [kind: string, prefixes: string, body: RegExp])[] = [
  ['patchbay-token', 'pb_', /[\w-]{20,}/y],
  ['anthropic-key', 'sk-ant-', /[\w-]{20,}/y],
  ['api-key', 'sk-proj- sk-svcacct- sk-admin- sk-or- sk-lf- pk-lf- sk-None- sk-service-', /[\w-]{12,}/y],
  ['api-key', 'sk-', /(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Za-z])[A-Za-z0-9_-]{20,}/y],
  ['api-key', 'gsk_ xai- pplx- csk- ', /[A-Za-z0-9]{32,}/y],
  ['api-key', 'fw_ r8_ hf_ api_org_ tgp_v1_ esecret_', /(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{22,}/y],
  ['api-key', 'nvapi-', /[\w-]{50,}/y],
  ['api-key', 'lsv2_ tvly- fc- exa- sess- AGE-SECRET-KEY- tskey- gcp_ ', /(?=[\w-]{0,60}\d)[\w-]{24,}/y],
  ['google-key', 'AIza', /[\w-]{35,}/y],
  ['google-secret', 'GOCSPX-', /[\w-]{20,}/y],
  ['google-token', 'ya29.', /[\w.-]{20,}/y],
  ['google-token', '1//0', /[\w-]{30,}/y],
  ['github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', /[A-Za-z0-9_.-]{30,}/y],
  ['github-token', 'github_pat_', /\w{30,}/y],
  [
    'gitlab-token',
    'glpat- gldt- glptt- glrt- glcbt- glsoat- glft- glagent- glimt- gloas- glffct- GR1348941',
    /[\w.-]{18,}/y,
  ],
  ['atlassian-token', 'ATATT3 ATCTT3 ATBB', /[\w=-]{24,}/y],
  ['npm-token', 'npm_', /[A-Za-z0-9]{30,}/y],
  ['pypi-token', 'pypi-AgE', /[\w-]{40,}/y],
  ['package-token', 'rubygems_ dckr_pat_ dckr_oat_', /[A-Za-z0-9_-]{26,}/y],
  ['artifactory-token', 'AKCp cmVmdGtuO', /[A-Za-z0-9]{50,}/y],
  ['aws-key', 'AKIA ASIA ABIA ACCA', /[A-Z0-9]{16}(?![A-Za-z0-9])/y],
  ['aws-key', 'ABSK', /[A-Za-z0-9+/=]{90,}/y],
  ['slack-token', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxe. xoxc- xoxd- xapp- xwfp-', /[\w%.-]{16,}/y],
  [
    'slack-webhook',
    'hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/',
    /[\w/+-]{30,}/y,
  ],
  ['discord-webhook', 'discord.com/api/webhooks/ discordapp.com/api/webhooks/', /\d{10,}\/[\w-]{40,}/y],
  [
    'webhook',
    'webhook.office.com/webhookb2/ chat.googleapis.com/v1/spaces/ hooks.zapier.com/hooks/catch/ maker.ifttt.com/trigger/',
    /[\w/@?=&%.-]{20,}/y,
  ],
  ['stripe-key', 'sk_live_ sk_test_ rk_live_ rk_test_ sk_prod_ rk_prod_', /[A-Za-z0-9]{16,}/y],
  ['session-token', 'sess_', /(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{24,}/y],
  ['telegram-token', 'api.telegram.org/bot api.telegram.org/file/bot', /\d{6,12}(?::|%3A)[\w-]{20,}/y],
  [
    'discord-webhook',
    'discordapp.com/api/v10/webhooks/ discord.com/api/v10/webhooks/ discord.com/api/v9/webhooks/',
    /\d{10,}\/[\w-]{40,}/y,
  ],
  [
    'discord-token',
    'MTA MTE MTI MTM MTQ MTU MTY MTc MTg MTk NTA NTE NTI NzA NzE ODA ODE OTA OTE',
    /[A-Za-z0-9]{20,26}\.[\w-]{6}\.[\w-]{27,40}(?!\w)/y,
  ],
  ['gitlab-token', 'glrtr- glwt-', /[\w.-]{18,}/y],
  ['api-key', 'fw- fpk_ jina_', /(?=[\w-]{0,60}\d)[\w-]{32,}/y],
  ['ntlm', 'TlRMTVNTUA', /[A-Za-z0-9+/]{20,}={0,2}/y],
  ['webhook-secret', 'whsec_', /[A-Za-z0-9+/=]{24,}/y],
  ['sendgrid-key', 'SG.', /[\w-]{16,32}\.[\w-]{32,}/y],
  ['mailgun-key', 'key- pubkey-', /[0-9a-f]{32}(?![A-Za-z0-9])/y],
  [
    'mail-key',
    'xkeysib- xsmtpsib-',
    /(?=[A-Za-z0-9_-]{0,60}\d)(?=[a-z0-9_-]{0,60}[A-Z0-9])[A-Za-z0-9_-]{30,}/y,
  ],

  [
    'twilio-key',
    'SK0 SK1 SK2 SK3 SK4 SK5 SK6 SK7 SK8 SK9 SKa SKb SKc SKd SKe SKf',
    /[0-9a-f]{31}(?![A-Za-z0-9])/y,
  ],
  ['square-key', 'sq0atp- sq0csp- sq0idp- EAAA', /[\w-]{22,}/y],
  ['shopify-token', 'shpat_ shpca_ shppa_ shpss_', /[0-9a-fA-F]{32}/y],
  ['digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', /[0-9a-f]{40,}/y],
  ['heroku-key', 'HRKU-', /[\w-]{30,}/y],
  ['fly-token', 'FlyV1 fo1_ fm2_ fm1r_ fm1a_', / ?[\w+/=,-]{40,}/y],
  ['vault-token', 'hvs. hvb. hvr.', /[\w-]{24,}/y],
  ['doppler-token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', /[\w.-]{36,}/y],
  ['planetscale-token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', /[\w.=-]{30,}/y],
  ['databricks-token', 'dapi dkea dose', /[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9])/y],
  ['grafana-token', 'glsa_ glc_', /[A-Za-z0-9_+/=]{32,}/y],
  ['grafana-key', 'eyJrIjoi', /[A-Za-z0-9]{60,}={0,2}/y],
  ['new-relic-key', 'NRAK- NRAL- NRJS- NRII- NRRA- NRSP-', /[\w-]{19,}/y],
  ['sentry-token', 'sntryu_ sntrys_ sntrya_', /[\w+/=]{40,}/y],
  ['posthog-key', 'phx_ phc_ phs_', /[A-Za-z0-9]{36,}/y],
  ['linear-key', 'lin_api_ lin_oauth_', /[A-Za-z0-9]{32,}/y],
  ['notion-token', 'ntn_ secret_', /(?=[A-Za-z0-9]{0,60}\d)[A-Za-z0-9]{40,}/y],
  ['figma-token', 'figd_ figo_ figu_', /[\w-]{32,}/y],
  ['airtable-token', 'pat', /[A-Za-z0-9]{14}\.[0-9a-f]{64}/y],
  ['postman-key', 'PMAK-', /[0-9a-f]{24}-[0-9a-f]{34}/y],
  ['supabase-key', 'sbp_ sb_secret_ sbp_oauth_', /[\w]{24,}/y],
  ['vercel-token', 'vcp_ vci_ vca_ vcr_ vck_', /[A-Za-z0-9]{24,}/y],
  ['pulumi-token', 'pul-', /[0-9a-f]{40}/y],
  [
    'buildkite-token',
    'bkua_ bkaj_ CCIPAT_ CCIPRJ_ dt0c01. sonar_ sqp_ sqa_ squ_',
    /(?=[\w.]{0,60}\d)[\w.]{30,}/y,
  ],
  ['cloud-key', 'LTAI AKID', /(?=[A-Za-z0-9]{0,60}\d)[A-Za-z0-9]{20,36}(?![A-Za-z0-9])/y],
  [
    'asana-token',
    'lip_ pnu_ prefect_ rdme_ scalr- shippo_live_ shippo_test_ duffel_live_ duffel_test_ frameio-u- EZAK EZTK ico- easyjet_ ',
    /(?=[\w-]{0,60}\d)[\w-]{30,}/y,
  ],
  ['1password-token', 'ops_eyJ', /(?=[\w+/-]{0,60}\d)[A-Za-z0-9+/_-]{30,}={0,2}/y],
  ['cloudflare-key', 'v1.0-', /[0-9a-f]{24}-[0-9a-f]{100,}/y],
  ['clerk-key', 'ak_live_ ak_test_ oat_', /[A-Za-z0-9]{24,}/y],
  [
    'service-token',
    'CLOJARS_ fio-u- FLWSECK_TEST- FLWSECK- tk-us- tfp_ zpka_ bkct_ CFPAT- dnkey- s-s4t2ud- sgp_ apify_api_ jina_ nfp_ bb_live_ bb_test_ secret-live- secret-test-',
    /(?=[\w-]{0,60}\d)[\w-]{24,}/y,
  ],
  ['service-token', 'p8e- rnd_ sm_aat_', /(?=[A-Za-z0-9]{0,60}\d)[A-Za-z0-9]{16,32}(?!\w)/y],
  ['cluster-token', 'K10', /[0-9a-f]{40,}::\w{1,20}:[\w-]{16,}/y],
  ['seed', 'SUA SAA SOA SNA SCA SXA', /[A-Z0-9]{52,57}(?!\w)/y],
  ['ticket', 'ST- TGT-', /\d{1,8}-[\w.-]{18,}/y],
  ['matrix-token', 'syt_', /[\w-]{20,}/y],
  ['private-key', 'nsec1', /[a-z0-9]{50,}/y],
  ['private-key', 'xprv9 tprv8 zprvA yprvA', /[A-Za-z0-9]{80,}/y],
  ['password-hash', '$2a$ $2b$ $2y$', /\d\d\$[\w./]{40,}/y],
  ['password-hash', '$argon2id$ $argon2i$ $argon2d$', /[\w=,$+/.-]{40,}/y],
  ['password-hash', '$6$ $5$ $y$', /(?:rounds=\d+\$)?[\w./]{1,40}\$[\w./$]{30,}/y],
  ['openshift-token', 'sha256~', /[\w-]{40,}/y],
  ['harness-token', 'pat.', /[\w-]{20,24}\.[0-9a-f]{24}\.\w{20}/y],
  ['octopus-key', 'API-', /(?=[A-Z0-9]{0,26}\d)[A-Z0-9]{25,32}(?!\w)/y],
  ['nuget-key', 'oy2', /[a-z0-9]{43}(?!\w)/y],
  ['crates-token', 'cio', /(?=[A-Za-z]{0,32}\d)(?=[a-z0-9]{0,32}[A-Z])[A-Za-z0-9]{32}(?!\w)/y],
  ['facebook-token', 'EAAC EAAB EAAG', /(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{60,}/y],
  ['api-key', 'sk_', /[0-9a-f]{48}(?!\w)/y],
  ['api-key', 'co_', /(?=[A-Za-z]{0,40}\d)(?=[a-z0-9]{0,40}[A-Z])[A-Za-z0-9]{40}(?!\w)/y],
  ['resend-key', 're_', /[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?!\w)/y],
  ['jwt', 'eyJ', /[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]+|\.(?=\.)){0,3}/y],
];

/** Kind, a mark in the middle, the whole run of characters around it, and the characters of that run. */
const MARKED: readonly (readonly [kind: string, marks: string, whole: RegExp])[] = [
  ['azure-client-secret', '0Q~ 1Q~ 2Q~ 3Q~ 4Q~ 5Q~ 6Q~ 7Q~ 8Q~ 9Q~', /^[\w~.-]{3}\dQ~[\w~.-]{31,36}$/],
  ['azure-key', 'JQQJ99', /^[A-Za-z0-9]{70,90}$/],
  ['azure-key', 'AzSe AzFu +ACR +ARm AzCa', /^[\w+/-]{40,60}={0,2}$/],
  ['azure-key', '+ASt +ABa +AMC +AIo ACDb', /^[\w+/-]{40,90}={0,2}$/],
  ['telegram-token', ':AA', /^\d{8,10}:AA[\w-]{32,35}$/],
  ['maxmind-key', '_mmk', /^[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk$/],
  ['terraform-token', '.atlasv1.', /^[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,70}$/],
];
const LONGEST_MARKED = 110;
const MAX_STARTS = 16;

export const vendorAnchors: readonly Anchor[] = [
  ...FORMATS.flatMap(([kind, prefixes, body]) => {
    return split(prefixes).map((prefix) => anchorOf(prefix, ruleOfFormat(kind, body)));
  }),
  ...MARKED.flatMap(([kind, marks, whole]) => {
    return split(marks).map((mark) => anchorOf(mark, ruleOfMark(kind, whole)));
  }),
].filter(({ literal }) => literal.length >= 3);

function split(words: string): string[] {
  return words.trim().split(' ');
}

function anchorOf(literal: string, rule: Rule): Anchor {
  return { literal, isCaseSensitive: true, rule };
}

function ruleOfFormat(kind: string, body: RegExp): Rule {
  return (text, at, anchor, examined) => {
    if (!beginsWord(text, at)) return undefined;
    body.lastIndex = at + anchor.length;
    if (body.test(text)) {
      return { from: at, start: at, end: endOfWrapped(text, at, body.lastIndex), kind };
    }
    // The line may end before this can be decided. A run of characters with many prefixes is examined only once.
    if (at < (examined.get(endOfRun) ?? 0)) return undefined;
    const lineEnd = endOfRun(text, at);
    examined.set(endOfRun, lineEnd);
    const end = endOfWrapped(text, at, lineEnd);
    if (end === lineEnd) return undefined;
    body.lastIndex = anchor.length;
    return body.test(unwrapped(text.slice(at, end))) ? { from: at, start: at, end, kind } : undefined;
  };
}

const RUN = /[\w.~+/=-]{1,400}/y;
function endOfRun(text: string, at: number): number {
  RUN.lastIndex = at;
  return RUN.test(text) ? RUN.lastIndex : at;
}

function ruleOfMark(kind: string, whole: RegExp): Rule {
  const isInside = /[\w~.:+/=-]/;
  return (text, at, _mark, examined) => {
    // A run of characters with many marks is examined only once.
    if (at < (examined.get(whole) ?? 0)) return undefined;
    const outermost = at - LONGEST_MARKED;
    let start = at;
    while (start > 0 && start > outermost && isPart(text, start - 1)) start -= 1;
    let end = at;
    while (end < text.length && end < at + LONGEST_MARKED && isPart(text, end)) end += 1;
    examined.set(whole, end);
    // Other text may directly touch it: `value=…`, `code=…`, a full stop, an escape.
    for (const from of starts(text, start, at)) {
      const candidate = text.slice(from, end).replace(/[.:]+$/, '');
      if (whole.test(candidate)) return { from, start: from, end: from + candidate.length, kind };
    }
    return undefined;
  };

  function isPart(text: string, at: number): boolean {
    return isInside.test(text.charAt(at));
  }
}

function starts(text: string, start: number, at: number): number[] {
  const found = [start];
  for (let place = start; place < Math.min(start + 6, at); place += 1) found.push(place + 1);
  for (let place = at - 1; place >= start && found.length < MAX_STARTS; place -= 1) {
    if ('=:/.-'.includes(text.charAt(place))) found.push(place + 1);
  }
  return found;
}
