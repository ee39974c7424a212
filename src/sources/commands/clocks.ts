// Commands that set a clock, or stop what sets it right.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { statedTime } from '../kit/time.ts'
import type { CommandReader, Place } from './facts.ts'

const hostOf = ({ host }: Place): Resource => ({ type: 'host', id: host, name: host })

/** What a clock is set to, against the time of the command. */
function clockSet(text: string | undefined, place: Place): Facts {
  const plain = (text ?? '').trim().replace(/^@(\d+)$/, '$1')
  const to = /^\d{9,11}$/.test(plain)
    ? Number(plain) * 1000
    : (statedTime(plain) ?? (/^\d{4}-\d\d-\d\d$/.test(plain) ? Date.parse(plain) : undefined))
  const steps = to === undefined ? {} : { step_seconds: Math.round((to - place.time) / 1000) }
  return {
    action: 'clock-changed',
    resource: hostOf(place),
    changes: [{ setting: 'clock', ...(to === undefined ? {} : { to }) }],
    ...(to === undefined ? {} : { detail: steps }),
  }
}

const timeSource = (to: 'on' | 'off', place: Place): Facts => ({
  action: 'clock-changed',
  resource: hostOf(place),
  changes: [{ setting: 'time-source', to }],
})

const date: CommandReader = ({ words }, place) => {
  const option = words.findIndex((word) => /^(-s|--set)(=|$)/.test(word))
  if (option < 0) return undefined
  const given = words[option]?.split('=')[1] ?? words.slice(option + 1).join(' ')
  return clockSet(given, place)
}

const timedatectl: CommandReader = ({ words }, place) => {
  if (words[0] === 'set-time') return clockSet(words.slice(1).join(' '), place)
  if (words[0] === 'set-ntp') return timeSource(/^(0|no|false|off)$/i.test(words[1] ?? '') ? 'off' : 'on', place)
  return undefined
}

const hwclock: CommandReader = ({ words }, place) => {
  const given = words.find((word) => word.startsWith('--date='))?.slice('--date='.length)
  return words.includes('--set') ? clockSet(given, place) : undefined
}

const chronyc: CommandReader = ({ words }, place) => {
  if (words.includes('settime')) return clockSet(words.slice(words.indexOf('settime') + 1).join(' '), place)
  if (words.includes('makestep')) return { action: 'clock-changed', resource: hostOf(place), detail: { synced: true } }
  return words.includes('offline') || words.includes('delete') ? timeSource('off', place) : undefined
}

const programs: Readonly<Record<string, CommandReader>> = { date, timedatectl, hwclock, chronyc }

export const clockCommands: CommandReader = (command, place) =>
  Object.hasOwn(programs, command.program) ? programs[command.program]?.(command, place) : undefined
