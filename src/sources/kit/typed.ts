// Secrets that people and scripts type into command lines, where no name with a sign behind it stands before them.

/** What a shell takes for one word, also with its quotes escaped inside JSON. */
const word = String.raw`(?:\\?"[^"\\\n]+\\?"|'[^'\n]+'|(?:\\\\|[^\s"'\\;|&])+)`
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
  new RegExp(String.raw`(\bsshpass\s+-p\s*)${word}`, 'gi'),
  new RegExp(String.raw`(\b(?:alias set|config host add)\s+\S+\s+\S+\s+\S+\s+)${word}`, 'gi'),
  // `net user ann secret /add`, `net use x: \\host\share secret`
  new RegExp(String.raw`(\bnet1?(?:\.exe)?[\\"]{0,3}\s+user\s+[^\s/*]+\s+)(?![/*])${word}`, 'gi'),
  new RegExp(String.raw`(\bnet1?(?:\.exe)?[\\"]{0,3}\s+use\s+(?:\w:\s+)?\\\\\S+\s+)(?![/*])${word}`, 'gi'),
  /(\bConvertTo-SecureString\s+(?:-String\s+)?(?:\\?"|'))([^"'\\\n]+)/gi,
  /(\becho\s+(?:\\?"|')?[^\s:"'\\]{1,60}:)([^\s"'|\\]+)(?=(?:\\?"|')?\s*\|\s*(?:sudo\s+)?chpasswd)/gi,
  /(\bhv[sb]\.)([\w-]{6,})/g,
]

/** A command of a program whose options are short, to its end. It is taken whole, so that a long text is gone through once. */
const command =
  /\b(mysql|mariadb|esxcli(?=\s+system\s+account\s)|curl|wget|smbclient)(?![\w/.]*[/.](?!exe)\w)[^\n;|]{0,2000}/gi
const short = new RegExp(String.raw`(\s-p)(?![\s"])${word}`, 'g')
const credentials = /(\s(?:-u|--user|--proxy-user|-U)[ =]?["']?[^\s:"'@\\]{1,100}:)([^\s"']+)/g
const ofProgram: Readonly<Record<string, RegExp>> = {
  mysql: short,
  mariadb: short,
  esxcli: new RegExp(String.raw`(\s-[pc]\s+)${word}`, 'g'),
  curl: credentials,
  wget: credentials,
  smbclient: /(\s-U\s*["']?[^\s%"']{1,100}%)([^\s"']+)/g,
}

const stars = (_: string, head: string): string => `${head}***`

/** The text with what lets somebody in replaced by stars. */
export function maskTyped(text: string): string {
  const first = text.includes('://') ? text.replace(inAddress, stars) : text
  if (!marks.some((mark) => first.includes(mark)) || !hint.test(first)) return first
  const commands = first.replace(command, (whole: string, program: string) =>
    whole.replace(ofProgram[program.toLowerCase()] ?? short, stars),
  )
  return spans.reduce((masked, span) => masked.replace(span, stars), commands)
}

/** Arguments as a program got them, one by one, with the same replaced. */
export function maskArguments(words: readonly string[]): readonly string[] {
  // A blank inside an argument parts no arguments.
  const masked = maskTyped(words.map((each) => each.replace(/\s/g, '\u0001')).join(' ')).split(' ')
  return masked.length === words.length ? masked.map((each) => each.replaceAll('\u0001', ' ')) : words
}
