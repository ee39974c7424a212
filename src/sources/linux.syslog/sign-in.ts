// Sign-ins: sshd, login, su, PAM.
import type { LinePattern } from './line.ts'

const ssh = /^(sshd|sshd-session|dropbear|login|vsftpd|proftpd|xrdp|cockpit-session)$/
const pam = /^(sshd|sshd-session|login|su|sudo|cron|crond|gdm\S*|lightdm|systemd|polkit\S*|vsftpd|cockpit\S*|passwd)$/

/** The first that fits; the more particular stand first. */
export const signInLines: readonly LinePattern[] = [
  {
    name: 'accepted',
    program: ssh,
    message:
      /^Accepted (?<method>\S+)(?: (?<key>\S+ \S+) found at \S+| for (?<user>\S+)(?: from (?<address>\S+) port (?<port>\d+))?)/,
  },
  {
    name: 'failed',
    program: ssh,
    message:
      /^Failed (?<method>\S+) for (?:invalid user |illegal user )?(?<user>.*?) from (?<address>\S+) port (?<port>\d+)/,
  },
  {
    name: 'failed',
    program: ssh,
    message: /^(?:Invalid|Illegal) user (?<user>.*?) from (?<address>\S+)(?: port (?<port>\d+))?/,
  },
  { name: 'failed', program: ssh, message: /^User (?<user>\S+) from (?<address>\S+) not allowed because/ },
  {
    name: 'failed',
    program: ssh,
    message:
      /^(?:Connection closed by|Disconnected from|Disconnecting|Connection reset by)(?: (?:invalid|illegal|authenticating))? user (?<user>\S*) (?<address>[\da-fA-F.:]+) port (?<port>\d+).*(?:preauth|Too many)/,
  },
  {
    name: 'failed',
    program: ssh,
    message:
      /^(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?(?<user>\S+) from (?<address>\S+) port (?<port>\d+)/,
  },
  {
    name: 'failed',
    program: pam,
    message:
      /^(?:pam_\w+\(\S+\): |PAM \d+ more )?authentication failures?; .*rhost=(?<address>\S*)(?: +user=(?<user>\S+))?/,
  },
  {
    name: 'failed',
    program: pam,
    message: /^pam_(?:faillock|tally2?)\(\S+\): .*(?:Consecutive login failures|locked)/,
  },
  {
    name: 'opened',
    program: pam,
    message:
      /^pam_unix\((?<what>[^:)]+)(?::session)?\): session opened for user (?<user>[^\s(]+)(?:\(uid=\d+\))?(?: by (?<by>[^\s(]*))?/,
  },
  {
    name: 'connection',
    program: ssh,
    message:
      /^(?:Connection (?:closed|reset|from|corrupted)|Disconnected|Disconnecting|Received disconnect|Did not receive identification|Unable to negotiate|ssh_dispatch_run_fatal|fatal:|banner exchange|kex_exchange|Bad protocol|Starting session|Close session|pam_|PAM )/,
  },
  {
    name: 'sudo',
    program: /^sudo$/,
    message:
      /^\s*(?<user>\S+) : (?:(?<problem>[^;=]+?) ; )?(?:HOST=\S+ ; )?TTY=(?<tty>\S+) ; PWD=(?<folder>.*?) ; USER=(?<as>\S+) ;(?: GROUP=\S+ ;)?(?: TSID=\S+ ;)?(?: ENV=.*? ;)? COMMAND=(?<command>.*)$/,
  },
  { name: 'failed', program: /^su$/, message: /^FAILED SU \(to (?<as>\S+)\) (?<user>\S+) on/ },
  {
    name: 'su',
    program: /^su$/,
    message: /^(?:\(to (?<as>\S+)\) (?<user>\S+) on|Successful su for (?<as2>\S+) by (?<user2>\S+))/,
  },
]
