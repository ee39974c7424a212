// Clocks: what steps them, what loses and finds its source, what they stood at when the host booted.
import type { LinePattern } from './line.ts'

const any =
  /^(chronyd|ntpd|ntpdate|ntpdig|sntp|systemd-timesyncd|systemd|kernel|timedated|systemd-timedated|ptp4l|phc2sys)$/

export const clockLines: readonly LinePattern[] = [
  { name: 'stepped', program: any, message: /^System clock was stepped by (?<seconds>-?[\d.]+) seconds/ },
  {
    name: 'stepped',
    program: any,
    message:
      /^(?:step time server \S+ offset|time (?:reset|stepped by)|time slew|CLOCK: time (?:stepped by|changed from)) (?<seconds>[+-]?[\d.]+) ?s(?:ec)?/,
  },
  { name: 'jumped', program: any, message: /^(?<way>Forward|Backward) time jump detected/ },
  {
    name: 'changed',
    program: any,
    message:
      /^(?:Time has been changed|Changed local time to|System clock time unset or jumped backwards|System time advanced)/,
  },
  {
    name: 'lost',
    program: any,
    message:
      /^Can(?:'t|not) synchroni[sz]e|^no (?:servers reachable|server suitable)|^Source \S+ offline|^Selected source .* lost|^no selectable sources/i,
  },
  {
    name: 'synced',
    program: any,
    message:
      /^(?:Selected source|Synchroni[sz]ed to time server|Initial synchroni[sz]ation to time server|synchroni[sz]ed to|adjust time server|System clock TAI|kernel reports TIME_OK|Contacted time server)/i,
  },
  { name: 'read', program: /^kernel$/, message: /setting system clock to (?<stamp>\S+)/ },
]
