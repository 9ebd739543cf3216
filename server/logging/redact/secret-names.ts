// Which names announce a secret: `DB_PASSWORD`, `clientSecret`, `x-api-key` do; `password_file`, `token_type`,
// `max_tokens` do not. The end of a name decides.

/** `key` announces a value that is secret if it looks random enough, `bare-key` if it looks like nothing else. */
export type NameKind = 'password' | 'secret' | 'weak' | 'key' | 'bare-key' | 'authorization' | 'cookie';

const QUALIFIERS =
  '(?:_(?:value|text|base64|b64|plain|plaintext|raw|old|new|current|prod|production|dev|staging|test|primary|secondary|default|live|base|here|\\d{1,3}))*';
const PASSWORD = new RegExp(
  `(?:passwords?|passwd|pass_?phrase|pass_?code|passwort|kennwort|mot_de_passe|pwd|pass_?word|(?:^|_)pass|(?:store|key|root|admin|user|db|require)_?pass|(?:^|_)pw|(?:bind|root|db|user|admin|my|ldap|ftp)_?pw|(?:^|_)psw|(?:^|_)pin|npm_auth_ident|recovery_code|mnemonic|seed_phrase|(?:^|_)psk|(?:^|_)t?otp|one_time_code|(?:mfa|2fa|t?otp|sms|verification|pin|door|alarm|unlock|security|access|login|pairing|backup|recovery|auth|user|invite|reset)_codes?)${QUALIFIERS}\\d{0,3}$`,
);
const SECRET = new RegExp(
  `(?:secrets?|(?:^|_|[a-z])token|(?:^|_)pat|(?:^|_)creds?|secret_?(?:id|string|binary)|(?:client|tls|private)_key_data|private_key_id|instrumentation_?key|honeycomb_team|nomad_secret|authtoken|dockerconfigjson|_crumb|php_auth_pw|snapshot_key|validation_key|app_?id_key|sql_alchemy_conn|uptrace_dsn|(?:access|refresh|api|auth|bearer|secret)_?tokens|credentials?|` +
    `(?:api|access|secret|private|account|subscription|master|signing|signature|encryption|crypto|functions?|auth|session|storage|admin|service|deploy|license|app|client|consumer|decryption|hmac|jwt|ssh|bot|integration|publishable|write|sas|shared|webhook|fernet|salt|site|sentry|unseal|stream|search|speech|vision|translator|cosmos|primary|secondary|validation|decryption)_?keys?|` +
    `(?:code|pkce)_?verifier|device_code|identity_header|(?:client_)?assertion|saml_?response|(?:^|_)sig|(?:amz|goog)_signature|(?:^|_)auth_?key|bind_?key|pass_?key|beacon_?key|key_base|set_cookie_secret|connection_?string_secret|php_?sess_?id|jsessionid|asp_net_session_?id|x_authentication|(?:^|_)(?:otp|totp)_secret|s[02]_(?:legacy|access_control|(?:un)?authenticated))${QUALIFIERS}\\d{0,2}$`,
);
const WEAK =
  /(?:^|_)(?:auth|code|signature|jwt|saml|nonce_secret|sid|session_?id|session_?cookie|x_functions_key|appid|api_hash)$/;
const KEY = /(?:(?:^|_)([a-z\d]+)_key_?\d?|^()key[12])$/;
/** Words that make "key" one of a database, cache, queue, list or keyboard. */
const HARMLESS_KEYS = new Set(
  `public sort primary secondary partition foreign cache idempotency object routing unique row lookup host group index
  dedup deduplication map json yaml column hot short shortcut s3 bucket event message i18n translation locale query
  react issue project file record document meta metadata data registry item node order sorting range hash composite
  natural surrogate trace correlation merge join store state config setting settings env header context dataset
  ordering job task workflow build lock parent child entity field property label tag theme template resource kms
  provider model feature flag metric dimension aggregation cursor page section menu route path name value type id of by
  in for the any enter escape tab arrow modifier alt ctrl shift known ed25519 rsa ecdsa dsa gpg pgp verification verify
  publishable`.split(/\s+/),
);

/** This alone rules out nearly every other name. */
const MAY_BE =
  /(?:string|binary|pat|pw|psw|legacy|control|authenticated|creds?|team|ident|crumb|hash|dsn|conn|pin|appid|data|id|json|kennwort|passe|pass|pass(?:word|phrase|code)s?|passwd|passwort|pwd|mnemonic|phrase|secrets?|tokens?|keys?|credentials?|verifier|code|header|assertion|response|sig|signature|base|auth|jwt|saml|sid|sessionid|psk|otp|authentication|cookies?|authori[sz]ation|value|text|b(?:ase)?64|plain|raw|old|new|current|prod|production|dev|staging|test|primary|secondary|default|live|here|\d)$/i;
const HARMLESS =
  /(?:^|_)(?:progress|page|pagination|continuation|cancel|cancellation|sync|next|resume|unexpected|stop|max|min|input|output|total|num|per|public|prompt|completion|reasoning|cached|count|has|is|no|use|design|css|eos|bos|pad|unk)_?(?:tokens?|keys?|secrets?|passwords?|auth)$/;

/** @param name as written in the text */
export function kindOfName(name: string): NameKind | undefined {
  if (name.length < 2 || name.length > 80) return undefined;
  if (name.length === 3 && name.toLowerCase() === 'key') return 'bare-key';
  if (!MAY_BE.test(name)) return undefined;
  const words = normalised(name);
  if (/(?:^|_|[^a-z])authori[sz]ation$/.test(words)) return 'authorization';
  if (/(?:^|_|[^a-z])cookies?$/.test(words)) return 'cookie';
  if (PASSWORD.test(words)) return HARMLESS.test(words) ? undefined : 'password';
  if (SECRET.test(words)) return HARMLESS.test(words) ? undefined : 'secret';
  if (WEAK.test(words)) return 'weak';
  const key = KEY.exec(words);
  return key && !HARMLESS_KEYS.has(key[1] ?? '') ? 'key' : undefined;
}

const MOST_REMEMBERED = 2000;

/** Caches its answers: logs repeat a few names very often. */
export function createNameKinds(): typeof kindOfName {
  const remembered = new Map<string, NameKind | null>();
  return (name) => {
    const before = remembered.get(name);
    if (before !== undefined) return before ?? undefined;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const kind = kindOfName(name);
    remembered.set(name, kind ?? null);
    return kind;
  };
}

/** `clientSecret`, `client-secret` and `CLIENT_SECRET` become `client_secret`. */
function normalised(name: string): string {
  return name
    .replace(/^\d+m(?=[A-Za-z])/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.\s-]+/g, '_')
    .toLowerCase();
}

/** The placeholder's word for a name. */
export function labelOf(kind: NameKind): string {
  return kind === 'weak' || kind === 'key' || kind === 'bare-key' ? 'secret' : kind;
}
