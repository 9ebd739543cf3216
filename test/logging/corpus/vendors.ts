// Keys and tokens of services, known by their own look.

import { bare, type SecretKinds } from './sample.ts';
import { type alphabets, chars } from './text.ts';

type Alphabet = keyof typeof alphabets;

/** A prefix and so many characters. */
const prefixed = (prefix: string, alphabet: Alphabet, count: number) =>
  bare((random) => `${prefix}${chars(random, alphabet, count)}`);

export const vendorKinds: SecretKinds = {
  'openai-project': bare((r) => `sk-proj-${chars(r, 'base64Url', 74)}T3BlbkFJ${chars(r, 'base64Url', 74)}`),
  'openai-old': bare((r) => `sk-${chars(r, 'alphanumeric', 20)}T3BlbkFJ${chars(r, 'alphanumeric', 20)}`),
  'openai-service': prefixed('sk-svcacct-', 'base64Url', 60),
  'openai-admin': prefixed('sk-admin-', 'base64Url', 60),
  anthropic: bare((r) => `sk-ant-api03-${chars(r, 'base64Url', 93)}AA`),
  'anthropic-oauth': prefixed('sk-ant-oat01-', 'base64Url', 90),
  openrouter: prefixed('sk-or-v1-', 'hex', 64),
  groq: prefixed('gsk_', 'alphanumeric', 52),
  xai: prefixed('xai-', 'alphanumeric', 80),
  'google-api': prefixed('AIza', 'base64Url', 35),
  'google-oauth-client': prefixed('GOCSPX-', 'base64Url', 28),
  'google-access': prefixed('ya29.', 'base64Url', 120),
  'google-refresh': bare((r) => `1//0${chars(r, 'base64Url', 60)}`),
  huggingface: prefixed('hf_', 'alphanumeric', 34),
  replicate: prefixed('r8_', 'alphanumeric', 37),
  perplexity: prefixed('pplx-', 'alphanumeric', 48),
  fireworks: prefixed('fw_', 'alphanumeric', 24),
  langsmith: bare((r) => `lsv2_pt_${chars(r, 'hex', 32)}_${chars(r, 'hex', 10)}`),
  tavily: prefixed('tvly-dev-', 'alphanumeric', 32),
  'github-personal': prefixed('ghp_', 'alphanumeric', 36),
  'github-oauth': prefixed('gho_', 'alphanumeric', 36),
  'github-server': prefixed('ghs_', 'alphanumeric', 36),
  'github-refresh': prefixed('ghr_', 'alphanumeric', 76),
  'github-fine-grained': bare(
    (r) => `github_pat_${chars(r, 'alphanumeric', 22)}_${chars(r, 'alphanumeric', 59)}`,
  ),
  'gitlab-personal': prefixed('glpat-', 'base64Url', 20),
  'gitlab-trigger': prefixed('glptt-', 'hex', 40),
  'gitlab-runner': prefixed('glrt-', 'base64Url', 20),
  'bitbucket-app': prefixed('ATBB', 'alphanumeric', 32),
  atlassian: bare((r) => `ATATT3xFfGF0${chars(r, 'base64Url', 170)}=${chars(r, 'hex', 8).toUpperCase()}`),
  npm: prefixed('npm_', 'alphanumeric', 36),
  pypi: prefixed('pypi-AgEIcHlwaS5vcmc', 'base64Url', 120),
  rubygems: prefixed('rubygems_', 'hex', 48),
  docker: prefixed('dckr_pat_', 'base64Url', 27),
  'aws-access-key': prefixed('AKIA', 'base32', 16),
  'aws-session-key': prefixed('ASIA', 'base32', 16),
  'aws-bedrock': prefixed('ABSK', 'base64', 110),
  'slack-bot': bare(
    (r) => `xoxb-${chars(r, 'digits', 12)}-${chars(r, 'digits', 13)}-${chars(r, 'alphanumeric', 24)}`,
  ),
  'slack-user': bare(
    (r) =>
      `xoxp-${chars(r, 'digits', 12)}-${chars(r, 'digits', 12)}-${chars(r, 'digits', 13)}-${chars(r, 'hex', 32)}`,
  ),
  'slack-app': bare(
    (r) => `xapp-1-A${chars(r, 'upperDigits', 10)}-${chars(r, 'digits', 13)}-${chars(r, 'hex', 64)}`,
  ),
  'slack-webhook': bare(
    (r) =>
      `https://hooks.slack.com/services/T${chars(r, 'upperDigits', 10)}/B${chars(r, 'upperDigits', 10)}/${chars(r, 'alphanumeric', 24)}`,
  ),
  'discord-webhook': bare(
    (r) => `https://discord.com/api/webhooks/${chars(r, 'digits', 18)}/${chars(r, 'base64Url', 68)}`,
  ),
  telegram: bare((r) => `${chars(r, 'digits', 10)}:AA${chars(r, 'base64Url', 33)}`),
  'stripe-live': prefixed('sk_live_', 'alphanumeric', 24),
  'stripe-restricted': prefixed('rk_live_', 'alphanumeric', 30),
  'stripe-webhook': prefixed('whsec_', 'alphanumeric', 32),
  sendgrid: bare((r) => `SG.${chars(r, 'base64Url', 22)}.${chars(r, 'base64Url', 43)}`),
  mailgun: prefixed('key-', 'hex', 32),
  twilio: prefixed('SK', 'hex', 32),
  square: prefixed('sq0csp-', 'base64Url', 43),
  shopify: prefixed('shpat_', 'hex', 32),
  digitalocean: prefixed('dop_v1_', 'hex', 64),
  heroku: prefixed('HRKU-AA', 'base64Url', 58),
  fly: prefixed('FlyV1 fm2_', 'base64', 100),
  vault: prefixed('hvs.', 'base64Url', 90),
  terraform: bare((r) => `${chars(r, 'alphanumeric', 14)}.atlasv1.${chars(r, 'base64Url', 64)}`),
  doppler: prefixed('dp.pt.', 'alphanumeric', 43),
  planetscale: prefixed('pscale_tkn_', 'base64Url', 43),
  databricks: prefixed('dapi', 'hex', 32),
  grafana: prefixed('glsa_', 'alphanumeric', 41),
  'new-relic': prefixed('NRAK-', 'upperDigits', 27),
  sentry: prefixed('sntryu_', 'hex', 64),
  posthog: prefixed('phx_', 'alphanumeric', 43),
  linear: prefixed('lin_api_', 'alphanumeric', 40),
  notion: prefixed('ntn_', 'alphanumeric', 46),
  figma: prefixed('figd_', 'base64Url', 40),
  airtable: bare((r) => `pat${chars(r, 'alphanumeric', 14)}.${chars(r, 'hex', 64)}`),
  postman: bare((r) => `PMAK-${chars(r, 'hex', 24)}-${chars(r, 'hex', 34)}`),
  supabase: prefixed('sbp_', 'hex', 40),
  vercel: prefixed('vcp_', 'alphanumeric', 56),
  pulumi: prefixed('pul-', 'hex', 40),
  age: prefixed('AGE-SECRET-KEY-1', 'upperDigits', 58),
  onepassword: prefixed('ops_eyJ', 'base64', 260),
  artifactory: prefixed('AKCp8', 'alphanumeric', 68),
  tailscale: bare((r) => `tskey-auth-${chars(r, 'alphanumeric', 17)}-${chars(r, 'alphanumeric', 32)}`),
  patchbay: prefixed('pb_', 'base64Url', 43),
};
