// Linux hosts: syslog with whole stamps, the audit daemon, and the audit module of Samba.
import { iso, type Line, serial } from './line.ts'

const stamp = (at: number): string => iso(at).replace('Z', '000+00:00')

/** A line of a program. */
export const syslog = (at: number, host: string, program: string, message: string): Line => ({
  source: 'linux.syslog',
  at,
  text: `${stamp(at)} ${host} ${program}: ${message}`,
})
export const sshAccepted = (at: number, host: string, who: string, address: string, key = 'SHA256:abc'): Line =>
  syslog(at, host, 'sshd[412]', `Accepted publickey for ${who} from ${address} port 51544 ssh2: ED25519 ${key}`)
export const sudo = (at: number, host: string, who: string, command: string): Line =>
  syslog(at, host, 'sudo', `   ${who} : TTY=pts/0 ; PWD=/home/${who} ; USER=root ; COMMAND=${command}`)
export const unit = (at: number, host: string, state: 'Stopped' | 'Started', name: string): Line =>
  syslog(at, host, 'systemd[1]', `${state} ${name}.`)
export const stepped = (at: number, host: string, seconds: number): Line =>
  syslog(at, host, 'chronyd[554]', `System clock was stepped by ${seconds.toFixed(6)} seconds`)
export const synchronised = (at: number, host: string): Line =>
  syslog(at, host, 'chronyd[554]', 'Selected source 192.0.2.123 (ntp.example.com)')
export const hostBooted = (at: number, host: string): Line =>
  syslog(at, host, 'systemd[1]', 'Startup finished in 3.100s (kernel) + 12.200s (userspace) = 15.300s.')

/** A command as the audit daemon logs it, with the login that it came from. */
export function executed(at: number, host: string, login: string, ...words: readonly string[]): readonly Line[] {
  const id = `audit(${(at / 1000).toFixed(3)}:${serial(at, host, words) % 1_000_000})`
  const line = (text: string): Line => ({ source: 'linux.audit', at, text: `node=${host} ${text}` })
  return [
    line(
      `type=SYSCALL msg=${id}: arch=c000003e syscall=59 success=yes exit=0 a0=7ff a1=1 a2=2 a3=3 items=2 ppid=1300 pid=1301 auid=1000 uid=0 gid=0 euid=0 tty=pts1 ses=3 comm="${words[0]}" exe="/usr/bin/${words[0]}" key="backup"ARCH=x86_64 SYSCALL=execve AUID="${login}" UID="root"`,
    ),
    line(`type=EXECVE msg=${id}: argc=${words.length} ${words.map((word, index) => `a${index}="${word}"`).join(' ')}`),
  ]
}

/** One operation on a share. */
export const samba = (at: number, who: string, address: string, operation: string, file: string): Line => ({
  source: 'samba.audit',
  at,
  text: `${stamp(at)} nas01 smbd_audit: ${who}|${address}|ws17|backups|${operation}|ok|${file}`,
})
