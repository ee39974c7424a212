// Secrets that people and scripts type into command lines, where no name with a sign behind it stands before them.

/** What a shell takes for one word, also with its quotes escaped inside JSON. */
const word = String.raw`(?:\\?"[^"\\\n]+\\?"|'[^'\n]+'|(?:\\\\|[^\s"'\\;|&])+)`
/** The command so far, not beyond its end. */
const before = String.raw`[^\n;|&]{0,1000}?`

/** Without one of these there is no command line in a text; a plain search, since every record is asked. */
const marks = [
  ' -',
  ' /',
  ' | ',
  'net user ',
  'net use ',
  '.exe',
  'alias set',
  'host add',
  'SecureString',
  'hvs.',
  'hvb.',
]
/** Words that stand before a secret. */
const hint =
  /passw|passphrase|pass:|secret|token|api-?key|[-/](?:pwd?|rp) |mysql|mariadb|sshpass|esxcli|curl|wget|smbclient|chpasswd|securestring|alias set|host add|net1?(?:\.exe)?[\\"]{0,3} us|hv[sb]\./i
/** `https://ann:secret@host` */
const inAddress = /(:\/\/[^\s/:@"']{1,100}:)([^\s/@"']{1,200})(?=@)/g

const spans: readonly RegExp[] = [
  // `--password x`, `-SecretKey x`, `/rp x`
  new RegExp(
    String.raw`(?<=[\s"',])((?:--?|/)(?:[\w-]{0,30}(?:password|passwd|passphrase|secret|secret-?key|token|api-?key)|pwd|pw|rp)\s+)(?!-)${word}`,
    'gi',
  ),
  /((?:-passin|-passout)\s+pass:)([^\s"']+)/gi,
  new RegExp(String.raw`(?<=\b(?:mysql|mariadb)\w*(?:-\w+)?\s${before})(?<=\s)(-p)(?![\s"])${word}`, 'gi'),
  new RegExp(String.raw`(\bsshpass\s+-p\s*)${word}`, 'gi'),
  new RegExp(String.raw`(?<=\besxcli\s${before}account\s${before}\s)(-[pc]\s+)${word}`, 'gi'),
  /(?<=\b(?:curl|wget)\b[^\n;|]{0,2000}?\s)((?:-u|--user|--proxy-user|-U)[ =]?["']?[^\s:"'@\\]{1,100}:)([^\s"']+)/gi,
  /(?<=\bsmbclient\b[^\n;|]{0,1000}?\s)(-U\s*["']?[^\s%"']{1,100}%)([^\s"']+)/gi,
  new RegExp(String.raw`(\b(?:alias set|config host add)\s+\S+\s+\S+\s+\S+\s+)${word}`, 'gi'),
  // `net user ann secret /add`, `net use x: \\host\share secret`
  new RegExp(String.raw`(\bnet1?(?:\.exe)?[\\"]{0,3}\s+user\s+[^\s/*]+\s+)(?![/*])${word}`, 'gi'),
  new RegExp(String.raw`(\bnet1?(?:\.exe)?[\\"]{0,3}\s+use\s+(?:\w:\s+)?\\\\\S+\s+)(?![/*])${word}`, 'gi'),
  /(\bConvertTo-SecureString\s+(?:-String\s+)?(?:\\?"|'))([^"'\\\n]+)/gi,
  /(\becho\s+(?:\\?"|')?[^\s:"'\\]{1,60}:)([^\s"'|\\]+)(?=(?:\\?"|')?\s*\|\s*(?:sudo\s+)?chpasswd)/gi,
  /(\bhv[sb]\.)([\w-]{6,})/g,
]

const stars = (_: string, head: string): string => `${head}***`

/** The text with what lets somebody in replaced by stars. */
export function maskTyped(text: string): string {
  const first = text.includes('://') ? text.replace(inAddress, stars) : text
  if (!marks.some((mark) => first.includes(mark)) || !hint.test(first)) return first
  return spans.reduce((masked, span) => masked.replace(span, stars), first)
}

/** Arguments as a program got them, one by one, with the same replaced. */
export function maskArguments(words: readonly string[]): readonly string[] {
  // A blank inside an argument parts no arguments.
  const masked = maskTyped(words.map((each) => each.replace(/\s/g, '\u0001')).join(' ')).split(' ')
  return masked.length === words.length ? masked.map((each) => each.replaceAll('\u0001', ' ')) : words
}
