// What the server's own messages say: confirmations, refusals, sessions, schedules and processes, by their English text.
import type { Event } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { classify } from './classify.ts'
import { commandIn, consoleOf, thing } from './command.ts'
import type { Entry } from './line.ts'
import { administrator } from './server.ts'

export interface Told {
  readonly facts: Facts
  readonly outcome?: Event['event']['outcome']
  /** Who did it, where the message names somebody. */
  readonly who?: string | undefined
  readonly session?: string | undefined
  readonly address?: string | undefined
  /** The command as it was typed. */
  readonly command?: string | undefined
}

type Reader = (found: RegExpExecArray, entry: Entry, time: number) => Told
const asked = ({ server }: Entry) => ({ server, time: 0, words: [], options: new Map<string, string>() })
const bare = (name: string | undefined): string => (name ?? '*').replace(/[.,;:]+$/, '').toUpperCase()

const given =
  (action: Facts['action'], role?: string): Reader =>
  ([, first, second], entry) => ({
    facts: {
      action,
      ...administrator(entry.server, bare(second ?? first)),
      ...(role || second ? { detail: { role: role ?? (first ?? '').toLowerCase() } } : {}),
    },
  })

const run: Reader = ([, schedule, domain, node], entry) => {
  const missed = /missed/i.test(entry.text)
  const failed = /missed|failed/i.test(entry.text) || entry.severity === 'E'
  return {
    facts: {
      action: /\bstarted\b(?!.*completed)/i.test(entry.text) ? 'other' : 'job-finished',
      resource: thing(asked(entry), 'job', 'schedule', bare(domain), bare(schedule)),
      related: [thing(asked(entry), 'plan', 'node', bare(node))],
      ...(missed ? { detail: { state: 'missed' } } : {}),
    },
    outcome: failed ? 'failure' : 'success',
  }
}

/** What stands in brackets behind the platform: `Tcp/Ip 192.0.2.4(1500)`, `SSL host[192.0.2.4]:1500`. */
const addressIn = (text: string): string | undefined => {
  const place = /\((?:Tcp\/Ip|SSL|TLS)\S* ([^()\s]{1,255})/i.exec(text)?.[1]
  return /\[([^\]]+)\]/.exec(place ?? '')?.[1] ?? place?.replace(/:\d{1,5}$/, '')
}

const signedIn =
  (outcome: 'success' | 'failure'): Reader =>
  ([, session, who], entry) => ({
    facts: { action: 'sign-in', resource: consoleOf(entry), detail: { console: true } },
    outcome,
    who: bare(who),
    session,
    address: addressIn(entry.text),
  })

/** `DELETE VOLUME: …` in front of an error names the command that went wrong, and nothing behind it. */
const refused: Reader = ([, command = ''], entry, time) => {
  // What was to be done to a volume's data is not repeated: the worst is told.
  const parsed = commandIn(`${command} DISCARDDATA=YES`, entry.server, time)
  return {
    facts: parsed ? classify(parsed) : { action: 'other', resource: consoleOf(entry) },
    outcome: 'failure',
    who: /\b[Aa]dministrator (?:ID )?([A-Z0-9_.+&-]{1,64})\b/.exec(entry.text)?.[1],
    command,
  }
}

const rules: readonly (readonly [text: RegExp, reader: Reader])[] = [
  [/^System privilege granted to administrator (\S+)/i, given('admin-added', 'system')],
  [/^(.{3,60}?) privilege granted to administrator (\S+)/i, given('role-granted')],
  [/^(.{3,60}?) privilege revoked (?:for|from) administrator (\S+)/i, given('role-revoked')],
  [/^Administrator (\S+) registered/i, given('user-added')],
  [/^Administrator (\S+) removed/i, given('user-removed')],
  [/^Session (\d+) started for administrator (\S+)/i, signedIn('success')],
  [/^Session (\d+) (?:for|started for) administrator (\S+).*\brefused\b/i, signedIn('failure')],
  [/^Session (\d+) (?:for |refused for )?administrator (\S+).*\b(?:refused|denied)\b/i, signedIn('failure')],
  [
    /^Storage pool (\S+) deleted/i,
    ([, name], entry) => ({
      facts: { action: 'repository-deleted', resource: thing(asked(entry), 'repository', 'stgpool', bare(name)) },
    }),
  ],
  [
    /^Policy domain (\S+) deleted/i,
    ([, name], entry) => ({
      facts: { action: 'job-stopped', resource: thing(asked(entry), 'plan', 'domain', bare(name)) },
    }),
  ],
  [
    /^Discard Data process started for volume (\S+)/i,
    ([, name], entry) => ({
      facts: {
        action: 'recovery-point-deleted',
        resource: thing(asked(entry), 'tape', 'volume', bare(name)),
        detail: { with_backups: true, permanent: true },
      },
    }),
  ],
  [
    /^Event logging ended for the (\S+) receiver/i,
    ([, name], entry) => ({
      facts: {
        action: 'audit-changed',
        resource: { ...thing(asked(entry), 'trail', 'events', bare(name)), name: `${bare(name)} of ${entry.server}` },
        changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
        detail: { scope: 'forwarding' },
      },
    }),
  ],
  [/^Schedule (\S+) (?:in|for) (?:policy )?domain (\S+) .*?for node (\S+)/i, run],
  [
    /^Process (\d+) for (.{2,60}?) running .* completion state (\w+)/i,
    ([, , name = '', state = ''], entry) => {
      const well = /^SUCCESS/i.test(state)
      // An audit that ran to its end may have found damage, of which it says nothing here: only a bad end tells.
      const test = !well && /^audit (?:volume|container|st(?:ora)?g\w* ?pool)/i.test(name)
      return {
        facts: {
          action: test ? 'restore-tested' : 'job-finished',
          resource: thing(asked(entry), test ? 'restore-test' : 'job', 'process', name.toUpperCase()),
          detail: { state, ...(/^restore\b/i.test(name) ? { restore: true } : {}) },
        },
        outcome: well ? 'success' : 'failure',
      }
    },
  ],
  [
    /\b(?:unexpected|invalid)\b.{0,30}\bsystem date\b|\bsystem date\b.{0,30}\b(?:invalid|suspect)/i,
    (_, entry) => ({ facts: { action: 'clock-changed', resource: consoleOf(entry) } }),
  ],
  [/^([A-Z]{3,30}(?: [A-Z_]{2,40})?): /, refused],
]

const issued = 'ANR2017I'
const client = /^ANE/

/** What an entry says. @param time epoch milliseconds of the entry */
export function tell(entry: Entry, time: number): Told {
  if (entry.code === issued) return commandTold(entry, time)
  // Backup clients report files and bytes by the dozen.
  if (client.test(entry.code)) return { facts: { action: 'other' } }
  const head = entry.text.slice(0, 2_000)
  for (const [text, read] of rules) {
    const found = text.exec(head)
    // Only an error has the name of a command before its text.
    if (found && (read !== refused || entry.severity !== 'I')) return read(found, entry, time)
  }
  return { facts: { action: 'other', resource: consoleOf(entry) } }
}

/** The number is the same in every language of the server: names are in capitals, and a colon stands before the command. */
function commandTold(entry: Entry, time: number): Told {
  const english = /^Administrator (\S{1,64}) issued command:? ?([\s\S]*)$/i.exec(entry.text)
  const colon = entry.text.indexOf(':')
  const who =
    english?.[1] ??
    /(?:^|[\s"'(«„])([A-Z0-9][A-Z0-9_.+&@-]{1,63})(?=[\s"')»“]|$)/.exec(entry.text.slice(0, Math.max(colon, 0)))?.[1]
  const command = (english?.[2] ?? (colon < 0 ? '' : entry.text.slice(colon + 1))).trim()
  const parsed = commandIn(command, entry.server, time)
  return {
    facts: parsed ? classify(parsed) : { action: 'other', resource: consoleOf(entry) },
    outcome: 'success',
    who,
    session: entry.session,
    command,
  }
}
