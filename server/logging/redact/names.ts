// Which names announce a secret: `DB_PASSWORD`, `clientSecret`, `x-api-key` do; `password_file`, `token_type`,
// `max_tokens` do not. What counts is how a name ends.

export type NameKind = 'password' | 'secret' | 'weak' | 'authorization' | 'cookie';

const QUALIFIERS =
  '(?:_(?:value|text|base64|b64|plain|plaintext|raw|old|new|current|prod|production|dev|staging|test|primary|secondary|default|live|base|here|\\d{1,3}))*';
const PASSWORD = new RegExp(
  `(?:passwords?|passwd|pass_?phrase|pass_?code|passwort|pwd|pass_?word|(?:^|_)pass|mnemonic|seed_phrase|(?:^|_)psk|(?:^|_)t?otp|one_time_code|(?:mfa|verification)_code)${QUALIFIERS}\\d{0,3}$`,
);
const SECRET = new RegExp(
  `(?:secrets?|(?:^|_|[a-z])token|(?:access|refresh|api|auth|bearer|secret)_?tokens|credentials?|` +
    `(?:api|access|secret|private|account|subscription|master|signing|signature|encryption|crypto|functions?|auth|session|storage|admin|service|deploy|license|app|client|consumer|decryption|hmac|jwt|ssh|bot|integration|publishable|write|sas|shared|webhook)_?keys?|` +
    `(?:code|pkce)_?verifier|device_code|identity_header|(?:client_)?assertion|saml_?response|(?:^|_)sig|(?:amz|goog)_signature|(?:^|_)auth_?key|key_base|set_cookie_secret|connection_?string_secret|php_?sess_?id|jsessionid|asp_net_session_?id|x_authentication|(?:^|_)(?:otp|totp)_secret)${QUALIFIERS}$`,
);
const WEAK = /(?:^|_)(?:auth|code|signature|jwt|saml|nonce_secret|sid|session_?cookie|x_functions_key)$/;
/** Nearly every other name is dismissed with this alone. */
const MAY_BE =
  /(?:pass|pass(?:word|phrase|code)s?|passwd|passwort|pwd|mnemonic|phrase|secrets?|tokens?|keys?|credentials?|verifier|code|header|assertion|response|sig|signature|base|auth|jwt|saml|sid|sessionid|psk|otp|authentication|cookies?|authori[sz]ation|value|text|b(?:ase)?64|plain|raw|old|new|current|prod|production|dev|staging|test|primary|secondary|default|live|here|\d)$/i;
const HARMLESS =
  /(?:^|_)(?:progress|page|pagination|continuation|cancel|cancellation|sync|next|resume|unexpected|stop|max|min|input|output|total|num|per|public|prompt|completion|reasoning|cached|count|has|is|no|use|design|css|eos|bos|pad|unk)_?(?:tokens?|keys?|secrets?|passwords?|auth)$/;

/** @param name as it stands in the text */
export function kindOfName(name: string): NameKind | undefined {
  if (name.length < 3 || name.length > 80) return undefined;
  if (!MAY_BE.test(name)) return undefined;
  const words = normalised(name);
  if (/(?:^|_|[^a-z])authori[sz]ation$/.test(words)) return 'authorization';
  if (/(?:^|_|[^a-z])cookies?$/.test(words)) return 'cookie';
  if (PASSWORD.test(words)) return HARMLESS.test(words) ? undefined : 'password';
  if (SECRET.test(words)) return HARMLESS.test(words) ? undefined : 'secret';
  return WEAK.test(words) ? 'weak' : undefined;
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
  return kind === 'weak' ? 'secret' : kind;
}
