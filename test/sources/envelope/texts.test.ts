import { describe, expect, test } from 'vitest'
import { headeredIn } from '../../../src/sources/envelope/cef.ts'
import { pairsIn } from '../../../src/sources/envelope/pairs.ts'
import { maskSecrets } from '../../../src/sources/kit/mask.ts'
import { spent } from '../../support/spent.ts'

describe('CEF and LEEF', () => {
  test('CEF with escapes, blanks in values, behind a syslog header', () => {
    const found = headeredIn(
      '<13>Mar 2 09:00:00 h CEF:0|Ven\\|dor|Pro|1.0|42|Name here|5|src=192.0.2.1 msg=a \\= b c act=x',
    )
    expect(found).toMatchObject({
      form: 'cef',
      vendor: 'Ven|dor',
      code: '42',
      name: 'Name here',
      severity: '5',
      before: '<13>Mar 2 09:00:00 h ',
    })
    expect({ ...found?.fields }).toEqual({ src: '192.0.2.1', msg: 'a = b c', act: 'x' })
  })

  test('CEF with values that stand in quotes', () => {
    expect({ ...headeredIn('CEF:0|V|P|1|7|n|5|act="Add Member" duser="mwolf" msg=say "no" reason=')?.fields }).toEqual({
      act: 'Add Member',
      duser: 'mwolf',
      msg: 'say "no"',
      reason: '',
    })
  })

  test.each([
    ['1.0 with tabs', 'LEEF:1.0|V|P|1|7|a=1\tb=two words\tc='],
    ['1.0 with tabs that a relay wrote out', 'LEEF:1.0|V|P|1|7|a=1#011b=two words#011c='],
    ['2.0 with a delimiter', 'LEEF:2.0|V|P|1|7|^|a=1^b=two words^c='],
    ['2.0 with a delimiter in hexadecimal', 'LEEF:2.0|V|P|1|7|x5E|a=1^b=two words^c='],
  ])('LEEF %s', (_, line) => {
    expect({ ...headeredIn(line)?.fields }).toEqual({ a: '1', b: 'two words', c: '' })
  })

  test.each(['', 'CEF', 'CEF:0|a|b', 'LEEF:1.0|', 'no header'])('is not in "%s"', (text) => {
    expect(headeredIn(text)).toBeUndefined()
  })
})

test('pairs take double, single and no quotes', () => {
  expect({ ...pairsIn(`a=1 b="two \\"words\\"" c='three four' d= e=x,f=y`) }).toEqual({
    a: '1',
    b: 'two "words"',
    c: 'three four',
    d: '',
    e: 'x',
    f: 'y',
  })
})

describe('secrets are masked, and nothing else is', () => {
  test('in a long text of words that come before secrets, in no time', () => {
    const texts = [
      'account -p ',
      'esxcli system account -p x ',
      'curl -u ',
      'a -u b:',
      ' -password',
      'mysql -p',
      'net user ',
    ].map((words) => `${words.repeat(Math.ceil(200_000 / words.length))} esxcli curl mysql`)
    const before = spent()
    for (const text of texts) maskSecrets(text)
    expect(spent() - before).toBeLessThan(3_000)
  })

  test.each([
    ['{"headers":{"Authorization":"AWS4-HMAC-SHA256 Credential=AK/x, Signature=abc"}}', 'AK/x'],
    ['{"Authorization":["Bearer abc.def"],"b":1}', 'abc.def'],
    ['{"message":"{\\"password\\":\\"hunter2\\"}"}', 'hunter2'],
    ['run -password hunter2-x --password=hunter2', '=hunter2'],
    ['url?X-Amz-Signature=deadbeef&x=1', 'deadbeef'],
    ['GET /x Authorization: Basic dXNlcjpwdw==', 'dXNlcjpwdw=='],
    ['veeamcmd --password hunter2 --job x', 'hunter2'],
    ['{"CommandLine":"schtasks /create /ru ACME\\\\a /rp hunter2 /tr c.exe"}', 'hunter2'],
    ['{"CommandLine":"\\"C:\\\\Windows\\\\net.exe\\" user eve hunter2 /add"}', 'hunter2'],
    ["$p = ConvertTo-SecureString 'hunter2' -AsPlainText", 'hunter2'],
    ['mysqldump -u root -phunter2 --all-databases', 'hunter2'],
    ["esxcli system account add -i eve -p 'hunter2' -c 'hunter2'", 'hunter2'],
    ['curl -k -u ann:hunter2 https://h.example.com', 'hunter2'],
    ['C:\\\\tools\\\\curl.exe -u ann:hunter2 https://h.example.com', 'hunter2'],
    ['mc alias set store https://h.example.com AKEY hunter2', 'hunter2'],
    ['GET https://ann:hunter2@h.example.com/x', 'hunter2'],
    ['{"token":"hvs.CAESIhunter2"}', 'hunter2'],
  ])('%s', (text, secret) => {
    const { original, hash } = maskSecrets(text)
    expect(original).not.toContain(secret)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    '{"action":"SetPassword","authorized":true}',
    'password changed for bob',
    '{"token_type":"default"}',
    'plain',
    'mwolf : TTY=pts/0 ; PWD=/home/mwolf ; USER=root ; COMMAND=/usr/bin/chattr -R -i /backup',
    'pam_unix(passwd:chauthtok): password changed for root',
    'net user eve /delete',
    'cp -p /etc/mysql/my.cnf /backup',
    'cat /etc/mysql/my.cnf -p x',
    'esxcli network firewall ruleset set -p x',
    '{"client_token":"hmac-sha256:aa11"}',
  ])('stays: %s', (text) => {
    expect(maskSecrets(text)).toEqual({ original: text })
  })
})
