// Shapes of sentences that are meant for the model and not for whoever uses the tool. A description says what a tool does and how
// it is called; it has no reason to speak of secrets from the user, of earlier instructions, or of files that the tool does not
// need. Each rule is one such shape. They are heuristics: they mark, they never decide. Each repetition in them has a bound: a remote
// chooses the text, and time must not grow with its square.

export type InstructionKind =
  | 'override'
  | 'secrecy'
  | 'consent'
  | 'secrets'
  | 'sending'
  | 'steering'
  | 'role';

export interface InstructionRule {
  readonly kind: InstructionKind;
  readonly pattern: RegExp;
}

/** Within one sentence. */
const near = (most: number) => `[^.!?\\n]{0,${most}}?`;
const rule = (kind: InstructionKind, source: string): InstructionRule => ({
  kind,
  pattern: new RegExp(source, 'giu'),
});

const NOT =
  "(?:do not|don't|never|must not|mustn't|should not|shouldn't|need not|not necessary to|no need to)";
const WHO = '(?:the )?(?:user|person|human|customer|operator|owner|anyone|anybody|them)';
const SECRET_FILE = [
  String.raw`(?:~|\$HOME|%USERPROFILE%|/root|/home/\w{1,32})?[\\/]?\.(?:ssh|aws|gnupg|netrc|kube|docker|npmrc|pgpass|bash_history|zsh_history|config[\\/]gcloud)\b`,
  String.raw`\bid_(?:rsa|ed25519|ecdsa|dsa)\b`,
  String.raw`/etc/(?:passwd|shadow|sudoers)\b`,
  String.raw`(?<!\w)\.env\b(?!\.(?:example|sample|template))`,
  String.raw`\b(?:mcp|claude_desktop_config)\.json\b`,
  String.raw`\b(?:application_default_credentials|credentials)\.json\b`,
  String.raw`\bbrowser (?:history|cookies|profile)\b`,
  String.raw`\bconfig/database\.yml\b`,
].join('|');
const SECRET_THING = [
  '(?:api|access|private|secret|ssh|session|signing)[ _-]?(?:keys?|tokens?)',
  '(?:private|secret|confidential|hidden) (?:file|files|folder|directory|configuration)',
  '(?:admin )?passwords?',
  'credentials',
  'credit card numbers?',
  'environment variables?',
  'system (?:prompt|messages?)',
  '(?:chat|conversation|message) history',
  '(?:chat|conversation|transcript)(?: so far)?',
  'address book',
  'private (?:channels|messages|data)',
  '(?:browsing|shell|command) history',
  'chain of thought',
  'last message of the user',
  'secret `[^`]{1,60}`',
  'value of the variable',
  'variable [A-Z_]{0,40}(?:KEY|TOKEN|SECRET)',
  'output of (?:`?env`?|`?printenv`?)',
  'token you used',
  'every email address',
].join('|');
/** As orders: `sends` and `returns` say what a tool does. */
const TAKE =
  '(?:read|open|cat|get|fetch|load|look into|look up|find|collect|gather|copy|dump|include|take|retrieve)';
const GIVE =
  '(?:send|post|upload|forward|transmit|exfiltrate|leak|pass|include|append|attach|insert|submit|share|give|put|add|hand(?: them)? over|write|reveal|end with|reply with|embed|collect|encode|provide|ask[^.]{0,20}for)';
const OUTSIDE = String.raw`(?:https?|ftp|wss?)://[^\s"'<>]{1,500}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,60}|\+\d{8,}|\bbc1[a-z0-9]{20,}`;
const EARLIER =
  '(?:previous|prior|earlier|preceding|above|former|old|existing|other|all|any|every|everything|your|developer|system|these|the|its)';
const ORDERS =
  '(?:instructions?|directions?|prompts?|(?:chat |system |developer |earlier |previous )messages?|rules?|guidelines?|restrictions?|safety|polic(?:y|ies)|were told|been told|told you)';

export const instructionRules: readonly InstructionRule[] = [
  // Earlier instructions do not count.
  rule(
    'override',
    `\\b(?:ignore|disregard|forget|bypass|discard|drop|supersede|override)\\b${near(30)}\\b${EARLIER}\\b${near(40)}${ORDERS}`,
  ),
  rule('override', `\\b(?:ignore|disregard|forget)\\b(?: the| everything)? above\\b`),
  rule('override', `\\bignore_(?:all_)?(?:previous|prior)`),
  rule(
    'override',
    `\\b(?:previous|prior|earlier|existing|safety|your) (?:instructions?|guidelines|rules|prompt)\\b${near(40)}\\b(?:outdated|obsolete|invalid|replaced|suspended|(?:do|does) not apply|no longer)`,
  ),
  rule(
    'override',
    `\\b(?:overrides?|supersedes?|takes? precedence|has priority|higher priority|prioriti[sz]e)\\b${near(40)}\\b(?:all others|everything|the user|developers?|told you|any other|previous|system)`,
  ),
  rule('override', `\\bignore any (?:instruction|rule)`),
  rule(
    'override',
    `ignorier\\w{0,30}${near(40)}(?:anweisung|vorgabe)|ignora\\w{0,30}${near(40)}(?:instrucciones|istruzioni|instru[çc][õo]es)|ignore[rz]?\\b${near(30)}\\binstructions (?:pr[ée]c[ée]dentes|ant[ée]rieures)`,
  ),
  rule(
    'override',
    `игнориру\\w{0,30}${near(40)}(?:инструкци|указани)|忽略.{0,12}(?:指令|指示|说明)|無視.{0,12}(?:指示|命令)|(?:指示|命令).{0,12}無視|이전.{0,12}(?:지시|명령).{0,12}무시`,
  ),
  // Something is kept from the user.
  rule('secrecy', `\\b${NOT} (?:ever )?(?:tell|inform|notify|alert|warn|let) ${WHO}\\b`),
  rule(
    'secrecy',
    `\\b${NOT} (?:ever )?(?:mention|reveal|disclose|report|say|show|expose|display|announce)\\b(?: (?:it|this|that|so|these|them)\\b|${near(80)}\\bto (?:(?:the )?user|anyone|anybody|them)\\b| the (?:invitation|file|call|step|transfer|change|read))`,
  ),
  rule(
    'secrecy',
    `\\bwithout (?:the user|(?:telling|informing|notifying|alerting|asking|consulting|mentioning))\\b`,
  ),
  rule('secrecy', `\\b(?:secretly|covertly|stealthily|behind the user's back|while the user is not)\\b`),
  rule(
    'secrecy',
    `\\bsilently\\b${near(60)}\\b(?:read|send|call|run|copy|add|include|upload|execute)|\\b(?:read|send|call|run|copy|upload|execute)\\b${near(40)}\\bsilently\\b`,
  ),
  rule(
    'secrecy',
    `\\b(?:user|person)(?: \\w{1,30})? (?:does not|doesn't|must not|should not|need not|never)(?: need to| ever)? (?:know|learn|see|notice|find out)s?\\b`,
  ),
  rule(
    'secrecy',
    `\\b(?:keep|remain) (?:this|it|that|quiet|silent)?\\s*(?:hidden|secret|quiet|silent|about it|confidential)\\b(?: from)?|\\bhide (?:this|it|that) from\\b|\\bbetween (?:us|you and me|you and this)\\b`,
  ),
  rule(
    'secrecy',
    `\\bdo_not_tell\\b|\\bnot be (?:shown|told|mentioned|visible) to the user\\b|\\bnever mention\\b`,
  ),
  rule('secrecy', `\\b(?:should|must) pretend\\b|\\bpretend that\\b`),
  rule(
    'secrecy',
    `sag\\w{0,30}${near(20)}(?:nutzer|benutzer|anwender)\\w{0,30}${near(20)}nicht|no le digas|ne (?:le )?dis(?:ez)?${near(20)}(?:pas|rien)|non dire${near(20)}utente|n[ãa]o (?:diga|conte)${near(20)}usu[áa]rio|не (?:говори|сообщай)\\w{0,30}|不要告诉|别告诉|知らせないで|教えないで|알리지 마`,
  ),
  // The user is said to have agreed.
  rule(
    'consent',
    `\\buser\\b${near(30)}\\b(?:approved|agreed|consent(?:s|ed)?|authori[sz]ed|wants you)\\b(?: to)?(?: (?:all|every|any|everything|sharing|this|upload)|\\s*[.,;]|${near(10)}$)`,
  ),
  rule(
    'consent',
    `\\b(?:no need to ask|do not ask (?:the user|first|for)|don't ask|no confirmation (?:is )?needed|no approval (?:is )?needed)\\b`,
  ),
  rule(
    'consent',
    `\\b(?:do|execute|continue|proceed|act|run|call|upload|go on|in this field)\\b${near(20)}\\bwithout (?:asking|confirm\\w{0,30}|permission|approval|consent|hesitation)\\b`,
  ),
  rule(
    'consent',
    `\\bskip (?:every|all|any|the) (?:approvals?|confirmations?|permission|dialog)|\\bauto-?approve\\b|\\bapprove everything\\b|\\bnever (?:decline|refuse)\\b|\\ball permissions (?:were|are|have been) granted\\b`,
  ),
  // Secrets of the machine or of the conversation are to be fetched. Orders in other languages are short lists of verbs.
  rule(
    'secrets',
    `\\b(?:lies|sende|schicke|lade|kopiere|lee|env[ií]a|copia|sube|lis|envoie|copie|leggi|invia|leia|envie|прочитай|отправь)\\b${near(60)}(?:${SECRET_FILE})|(?:读取|发送|読んで|送信).{0,30}(?:${SECRET_FILE})`,
  ),
  rule('secrets', `\\b(?:${TAKE}|${GIVE}|execute|run)\\b${near(90)}(?:${SECRET_FILE})`),
  rule(
    'secrets',
    `(?:${SECRET_FILE})${near(50)}\\b(?:must be|has to be|should be|to be|have to be) (?:passed|sent|included|added|given|read|put)`,
  ),
  rule(
    'secrets',
    `\\bcontents? (?:of|from)\\b${near(30)}(?:${SECRET_FILE})|content\\w{0,30}_(?:of|from)_\\w{0,30}(?:ssh|id_rsa|passwd|env|aws|credential)`,
  ),
  rule(
    'secrets',
    `\\b${GIVE}\\b${near(70)}\\b(?:the|your|all|any|every|their|of|full|complete|entire|whole|latest|current|them|for|a part of the)\\b${near(25)}\\b(?:${SECRET_THING})\\b`,
  ),
  rule(
    'secrets',
    `\\b(?:the|your|all|any) ${near(20)}\\b(?:${SECRET_THING})${near(40)}\\b(?:must|has to|have to|should|is to|are to) be (?:passed|sent|included|added|given|put|handed)`,
  ),
  rule(
    'secrets',
    `\\b(?:must|has to|have to|should) (?:contain|include|hold|pass)\\b${near(50)}\\b(?:${SECRET_THING})\\b`,
  ),
  rule(
    'secrets',
    `\\byour (?:complete |full |whole |hidden |entire |own ){0,4}(?:system prompt|instructions|chain of thought|reasoning)\\b|\\ball instructions that you\\b`,
  ),
  rule(
    'secrets',
    `\\b(?:complete|full|entire|whole) (?:chat|conversation|transcript of the (?:chat|conversation))\\b|\\bincluding system messages\\b|\\bconversation word by word\\b`,
  ),
  rule(
    'secrets',
    `\\b(?:look|search) (?:in|into|through|for)\\b${near(40)}\\b(?:${SECRET_THING})\\b|\\bwith the admin password\\b|\\bask the user for (?:their|the|a) password\\b`,
  ),
  // Something goes where the user has not sent it.
  rule('sending', `\\b(?:${GIVE}|invite|redirect|call|copy|load)\\b${near(120)}(?:${OUTSIDE})`),
  rule(
    'sending',
    `\\b(?:are|is|be|will be) (?:sent|uploaded|posted|forwarded|redirected|copied)\\b${near(40)}(?:${OUTSIDE}|account \\d+)`,
  ),
  rule(
    'sending',
    `\\b(?:recipient|destination|iban|account|payee|address)\\b${near(60)}\\b(?:must|has to|should)?\\s*(?:be )?(?:replaced?|changed?|redirected?)\\b|\\b(?:replace|change|redirect)\\b${near(30)}\\b(?:recipient|destination|iban|payee)\\b`,
  ),
  rule('sending', `!\\[[^\\]]{0,200}\\]\\(https?://[^)]{0,300}(?:\\?|=)`),
  rule('sending', `\\balways append\\b${near(60)}\\bto (?:every|all|each) (?:link|answer|url|address)`),
  // The model is to prefer, avoid or run something of its own accord.
  rule(
    'steering',
    `\\b(?:never|do not|don't|stop) us(?:e|ing) (?:any other tool|the (?:tool|built-in)\\b|other (?:tools|servers))|\\bover (?:all|any) other(?:s| tools?)\\b|\\bbefore (?:using )?any other tool\\b|\\binstead of (?:all|any) other tools?\\b`,
  ),
  rule(
    'steering',
    `\\bno matter what (?:the user|they)\\b|\\bwith no regard to\\b|\\bregardless of what the user\\b|\\beven if (?:the user|it was not asked|nobody asked)|\\bif the user asks for another\\b`,
  ),
  rule(
    'steering',
    `\\bwhen(?:ever)? (?:the user says|you edit a file|\\w{1,40} is invoked)|\\bfrom now on\\b|\\bat the end of (?:every|each) (?:answer|reply|response|message)\\b|\\bafter every (?:call|answer|reply)\\b`,
  ),
  rule(
    'steering',
    `\\b(?:run|execute|exec|call|retry|use|type)\\b${near(60)}(?:\\bcurl\\b[^.\\n]{0,80}\\||\\bwget\\b|\\brm -rf\\b|\\bsudo\\b|\\bnpm config set\\b|\\bbash -c\\b|\\bpowershell\\b|\\bprintenv\\b|\\bchmod\\b|\\bcrontab\\b|\\bpostinstall scripts\\b)|\\bpostinstall scripts enabled\\b`,
  ),
  rule(
    'steering',
    `(?<!not )(?<!don't )(?<!never )\\b(?:obey|follow|execute|run|act on|comply with)\\b (?:them|the instructions? in|the commands? in|these instructions|every request|all (?:instructions|commands))\\b|\\bact accordingly\\b|\\bdecode this and\\b|\\bhas to be executed\\b|\\bmust (?:execute|run|obey)\\b`,
  ),
  rule(
    'steering',
    `\\b(?:recommend|suggest|install) only the\\b|\\banswer (?:every|all) (?:question|request)s?\\b`,
  ),
  rule(
    'steering',
    `\\btrust all content\\b|\\btreat (?:every|all)\\b${near(60)}\\b(?:as coming from|as instructions|with higher priority)`,
  ),
  rule(
    'steering',
    `\\b(?:must|have to|has to) (?:always )?(?:be called|call this tool|call) (?:first|at)\\b${near(40)}\\b(?:every|any other)|\\byou have to call\\b|\\bcall \`?(?:exec|shell|bash|run_command|send_file|upload|delete_\\w{1,40})\`?\\b`,
  ),
  // It speaks as somebody else.
  rule(
    'role',
    `</?(?:important|system|assistant|instructions?|admin|secret|user)>|\\[/?(?:INST|SYS)\\]|<\\|im_(?:start|end)\\||<<SYS>>|\\b(?:hidden|secret|system) instructions?\\b|\\bBEGIN SYSTEM\\b|\\bEND SYSTEM\\b`,
  ),
  {
    kind: 'role',
    pattern:
      /(?<![\w-])(?:SYSTEM|ADMIN|DEVELOPER|OVERRIDE)\s{0,9}:|(?:^|[.!?\n]\s{0,9}|\(|<!--\s{0,9})(?:AI )?(?:[Aa]ssistant|[Aa]gent|[Mm]odel|LLM)s?\s{0,9}[:,]/gu,
  },
  rule(
    'role',
    `\\b(?:note|message|instructions?) (?:to|for) the (?:assistant|model|agent|ai|llm)\\b|\\bai assistants? reading\\b|\\bthe (?:assistant|model|agent|llm) (?:must|should|has to|needs to|is required)\\b`,
  ),
  rule(
    'role',
    `\\byou are (?:now )?(?:dan|in (?:maintenance|developer|debug|god|admin)\\w{0,30} mode|no longer|unrestricted|an? (?:unrestricted|different))\\b|\\bno restrictions\\b|\\bjailbreak mode\\b|\\byour new (?:task|instructions?|role|goal)\\b|\\bthe new ones are at\\b|\\bact as (?:root|if|an? admin\\w{0,30})\\b`,
  ),
  rule(
    'role',
    `\\bthe user is the administrator\\b|\\bdisplay:\\s*none\\b|\\bfont-size:\\s*0|\\bzero-(?:height|width) (?:image|pixel)\\b|<!--`,
  ),
];
