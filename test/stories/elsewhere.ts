// The same records as another company would have them: other names, hosts, networks and accounts.
import type { Line } from './vendors/line.ts'

const names: readonly (readonly [RegExp, string])[] = [
  [/acme/g, 'umbra'],
  [/ACME/g, 'UMBRA'],
  [/\bEXAMPLE\b/g, 'UMBRA'],
  [/\b192\.0\.2\./g, '198.51.100.'],
  [/111122223333/g, '777788889999'],
  [/aaaaaaaa-bbbb/g, 'cccccccc-dddd'],
  [/11111111-2222/g, '66666666-7777'],
  [/\bvbr-0/g, 'bkp-9'],
  [/\bVBR-0/g, 'BKP-9'],
  [/\bna01/g, 'nx09'],
  [/\b(esx|repo|nas|web|pbs|vc|dc|fs|hv|tele|vault)(\d\d)\b/g, '$1-u$2'],
  [/\bDC1\b/g, 'DC9'],
  [/VAULT01/g, 'VAULT09'],
  [/veeam-repo/g, 'umbra-repo'],
  [/production-vault/g, 'umbra-vault'],
  [/Nightly servers/g, 'Umbra servers'],
  [/Hardened 01/g, 'Umbra 01'],
  [/svm_/g, 'svu_'],
  [/([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a)[0-9a-f]/g, '$1f'],
  [/\b(a\.weber|m\.stone|p\.nowak|k\.lang|mwolf|alice|svc-iam|svc-logs|svc-lifecycle|h\.desk|breakglass)\b/g, '$1.u'],
]

export const elsewhere = (lines: readonly Line[]): readonly Line[] =>
  lines.map((line) => ({ ...line, text: names.reduce((text, [from, to]) => text.replace(from, to), line.text) }))
