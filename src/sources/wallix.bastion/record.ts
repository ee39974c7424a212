// A line of WALLIX Bastion: a word in brackets that says which log it is, then names and values.
// WALLIX Bastion SIEM Logs Guide.
import type { HeaderedRecord } from '../envelope/cef.ts'
import { pairsIn } from '../envelope/pairs.ts'

export interface WallixRecord {
  /** `wabaudit`, `wabauth`, `SSH Session`, `Vault Activity` …; empty where a relay cut it off. */
  readonly log: string
  readonly fields: Readonly<Record<string, string>>
  /** What an edit lists: each name with its value before and after, or with the value alone. */
  readonly infos: readonly Info[]
}

export interface Info {
  readonly name: string
  readonly from?: string | undefined
  readonly to: string
}

const tag =
  /(?:^|[\s:])\[(wabaudit|wabauth|sysaudit|CLI Audit|Vault Activity|(?:SSH|RDP|VNC|Web|WEBAPP) Session|sshproxy|rdpproxy|session ?integrity|integrity|sessionexport|sessionimport|boot|wallixplugins|WABWATCHDOG)\]\s?/i

/** Bodies that a relay took the brackets from, and lines of the appliance's own system. */
const bare = /^\s*(?:action|type|psid|session_id)="/
const system = /^(?:pam_unix\(|\(\w+\) CMD |CRON|\s*\w+ : TTY=)/

/** @param text the line behind its header */
export function recordOf(text: string): WallixRecord | undefined {
  const found = tag.exec(text.slice(0, 400))
  if (!found && system.test(text)) return { log: 'system', fields: { message: text }, infos: [] }
  if (!found && !bare.test(text)) return undefined
  const body = found ? text.slice(found.index + found[0].length) : text
  const fields = pairsIn(body, 'first')
  const log = (found?.[1] ?? '').toLowerCase().replace('session integrity', 'sessionintegrity')
  return { log, fields, infos: infosIn(fields.infos ?? '') }
}

/** CEF of older versions: `CEF:1|Wallix|WAB|6.0.1|…|view|5|suser=admin src=… WallixWABobject=…`. */
export function fromHeader({ name, fields }: HeaderedRecord): WallixRecord {
  const own = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field.replace(/^WallixWAB/, '').toLowerCase(), value]),
  )
  const told = {
    ...own,
    action: own.action ?? name ?? '',
    user: own.user ?? fields.suser ?? '',
    client_ip: own.client_ip ?? fields.src ?? '',
    infos: own.infos ?? fields.msg ?? '',
  }
  return { log: 'wabaudit', fields: told, infos: infosIn(told.infos) }
}

const mostInfos = 100

/** `name [value], name ['old' to 'new'], name [Add < a, b >, Remove < c >]`. */
function infosIn(text: string): readonly Info[] {
  const infos: Info[] = []
  for (const found of text
    .slice(0, 20_000)
    .matchAll(/([\w .:-]{1,80}?) ?\[((?:[^[\]]|\[[^[\]]{0,2000}\]){0,4000})\]/g)) {
    if (infos.length >= mostInfos) break
    const [, name = '', value = ''] = found
    const change = /^'([\s\S]*?)' (?:to|=>) '([\s\S]*?)'$/.exec(value.trim())
    infos.push({
      name: name.replace(/^[\s,]+/, ''),
      ...(change ? { from: change[1] } : {}),
      to: change ? (change[2] ?? '') : value.trim().replace(/^'([\s\S]*)'$/, '$1'),
    })
  }
  return infos
}

/** What an edit says of one of these names; letters of any case, with or without a line below between words. */
export const infoOf = ({ infos }: WallixRecord, ...names: readonly string[]): Info | undefined =>
  infos.find(({ name }) => names.includes(name.toLowerCase().replace(/[\s_]/g, '')))

/** What was put into a list by an edit: `Add < a, b and 1 other(s) >`. */
export const addedIn = (info: Info | undefined): readonly string[] => membersIn(info, 'Add')
export const removedIn = (info: Info | undefined): readonly string[] => membersIn(info, 'Remove')

function membersIn(info: Info | undefined, word: 'Add' | 'Remove'): readonly string[] {
  const list = info && new RegExp(`${word} < ([^>]{0,4000}) >`).exec(info.to)?.[1]
  return list
    ? list
        .replace(/ and \d+ other\(s\)/, '')
        .split(', ')
        .filter((name) => name !== '')
    : []
}
