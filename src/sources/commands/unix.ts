// Commands of Unix hosts: flags of files, deletes, formats, volumes, clocks, audit rules, firewalls.
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { CommandReader, Place } from './facts.ts'

const hostOf = ({ host }: Place): Resource => ({ type: 'host', id: host, name: host })

/** A path on a host, and the folder that it lies in; a device lies in the host itself. */
function file(path: string, { host }: Place, type = 'file'): Resource {
  if (path.startsWith('/dev/'))
    return { type, id: `${host}:${path}`, name: path, container: { type: 'host', id: host, name: host } }
  const folder = path.replace(/\/+[^/]*\/?$/, '')
  return {
    type,
    id: `${host}:${path}`,
    name: path,
    ...(folder !== '' && folder !== path
      ? { container: { type: 'share', id: `${host}:${folder}`, name: folder } }
      : {}),
  }
}

const operands = (words: readonly string[]): readonly string[] => words.filter((word) => !word.startsWith('-'))
const hasFlag = (words: readonly string[], letter: string, long: string): boolean =>
  words.some((word) => word === long || (/^-[A-Za-z]+$/.test(word) && word.includes(letter)))

export const unixCommands: CommandReader = ({ program, words }, place) => {
  const reader = Object.hasOwn(programs, program)
    ? programs[program]
    : /^mkfs(\.|$)/.test(program)
      ? formatted
      : undefined
  return reader?.({ program, words, text: '' }, place)
}

/** The flag of immutable files is the lock of a hardened repository. */
const chattr: CommandReader = ({ words }, place) => {
  const flags = words.find((word) => /^[+=-][A-Za-z]+$/.test(word) && !/^-[RVfvp]+$/.test(word))
  const paths = words.filter((word) => word !== flags && !/^[+=-]/.test(word))
  if (flags === undefined || !/i|a/.test(flags.slice(1)) || paths[0] === undefined) return undefined
  const off = flags.startsWith('-')
  const change: Change = {
    setting: 'lock-mode',
    to: off ? 'off' : 'compliance',
    direction: off ? 'weakened' : 'strengthened',
  }
  return {
    action: 'immutability-changed',
    resource: file(paths.at(-1) ?? '', place),
    changes: [change],
    ...(words.some((word) => /^-\w*R/.test(word)) || paths.length > 1 ? { detail: { bulk: true } } : {}),
  }
}

const removed: CommandReader = ({ program, words }, place) => {
  const paths = operands(words)
  const path = paths.at(-1)
  if (path === undefined) return undefined
  if (/^\/var\/log(\/|$)/.test(path)) return logCleared(path, place)
  const many =
    hasFlag(words, 'r', '--recursive') || hasFlag(words, 'R', '--recursive') || /[*?[]/.test(path) || paths.length > 1
  const permanent = program === 'shred' ? { permanent: true } : {}
  return {
    action: 'object-deleted',
    resource: file(path, place),
    detail: { ...(many ? { bulk: true } : {}), ...permanent },
  }
}

const logCleared = (path: string, place: Place): Facts => ({
  action: 'audit-changed',
  resource: { ...file(path, place), type: 'trail' },
  changes: [{ setting: 'logging', to: 'off' }],
  detail: { scope: 'host', explicit: true },
})

/** Without force none of them writes over a file system that is there; to take its marks off there has to be one. */
const formatted: CommandReader = ({ program, words }, place) => {
  const target = operands(words).at(-1)
  const forced = program === 'wipefs' || hasFlag(words, /ext\d$|mke2fs/.test(program) ? 'F' : 'f', '--force')
  return target === undefined
    ? undefined
    : {
        action: 'object-overwritten',
        resource: file(target, place, 'volume'),
        detail: { how: 'formatted', ...(forced ? { forced: true } : {}) },
      }
}

const copied: CommandReader = ({ words }, place) => {
  const target = words.find((word) => word.startsWith('of='))?.slice('of='.length)
  return target === undefined || /^\/dev\/(null|stdout)$/.test(target)
    ? undefined
    : {
        action: 'object-overwritten',
        resource: file(target, place, target.startsWith('/dev/') ? 'volume' : 'file'),
        detail: { how: 'rewritten' },
      }
}

const volumeGone: CommandReader = ({ words }, place) => {
  const target = operands(words).at(-1)
  return target === undefined ? undefined : { action: 'repository-deleted', resource: file(target, place, 'volume') }
}

/** `zfs destroy tank/backup@daily`, `btrfs subvolume delete /snap`, `zpool destroy tank`. */
const destroyed: CommandReader = ({ program, words }, place) => {
  const deletes = words.findIndex((word) => word === 'destroy' || word === 'delete')
  const target = operands(words.slice(deletes + 1)).at(-1)
  if (program === 'zfs' && words[0] === 'release')
    return {
      action: 'immutability-changed',
      resource: file(words.at(-1) ?? '', place, 'snapshot'),
      changes: [{ setting: 'legal-hold', to: 'off' }],
    }
  if (deletes < 0 || target === undefined) return undefined
  if (program === 'zpool') return { action: 'repository-deleted', resource: file(target, place, 'pool') }
  const snapshot = target.includes('@') || program === 'btrfs' || program === 'snapper'
  return snapshot
    ? { action: 'recovery-point-deleted', resource: file(target, place, 'snapshot') }
    : { action: 'repository-deleted', resource: file(target, place, 'file-system') }
}

const found: CommandReader = ({ words }, place) =>
  words.includes('-delete') || words.join(' ').includes('-exec rm')
    ? {
        action: 'object-deleted',
        resource: file(words.find((word) => word.startsWith('/')) ?? '.', place),
        detail: { bulk: true },
      }
    : undefined

const auditctl: CommandReader = ({ words }, place) => {
  const trail: Resource = { type: 'trail', id: `${place.host}:auditd`, name: 'auditd', container: hostOf(place) }
  const off = words.includes('-D') || (words.includes('-e') && words[words.indexOf('-e') + 1] === '0')
  if (off)
    return {
      action: 'audit-changed',
      resource: trail,
      changes: [{ setting: 'logging', to: 'off' }],
      detail: { scope: 'host', explicit: true },
    }
  if (words.includes('-d') || words.includes('-W'))
    return {
      action: 'audit-changed',
      resource: trail,
      changes: [{ setting: 'logging-scope', to: 'narrow' }],
      detail: { scope: 'host' },
    }
  return words.includes('-e')
    ? {
        action: 'audit-changed',
        resource: trail,
        changes: [{ setting: 'logging', to: 'on' }],
        detail: { scope: 'host' },
      }
    : undefined
}

const firewall: CommandReader = ({ program, words }, place) => {
  const off =
    program === 'ufw'
      ? words[0] === 'disable'
      : program === 'setenforce'
        ? /^(0|permissive)$/i.test(words[0] ?? '')
        : words.includes('-F') || words.includes('flush')
  return off
    ? { action: 'exposure-changed', resource: hostOf(place), changes: [{ setting: 'firewall', to: 'off' }] }
    : undefined
}

const joined: CommandReader = ({ program, words }, place) =>
  (program === 'net' ? words[0]?.toLowerCase() === 'ads' && words[1]?.toLowerCase() === 'join' : words[0] === 'join')
    ? { action: 'domain-joined', resource: hostOf(place) }
    : undefined

const programs: Readonly<Record<string, CommandReader>> = {
  chattr,
  rm: removed,
  unlink: removed,
  shred: removed,
  srm: removed,
  dd: copied,
  truncate: (command, place) => {
    const target = operands(command.words).at(-1)
    return target === undefined
      ? undefined
      : { action: 'object-overwritten', resource: file(target, place), detail: { how: 'truncated' } }
  },
  mke2fs: formatted,
  wipefs: (command, place) => (hasFlag(command.words, 'a', '--all') ? formatted(command, place) : undefined),
  mdadm: (command, place) => (command.words.includes('--zero-superblock') ? formatted(command, place) : undefined),
  blkdiscard: formatted,
  lvremove: volumeGone,
  vgremove: volumeGone,
  zfs: destroyed,
  zpool: destroyed,
  btrfs: destroyed,
  snapper: destroyed,
  find: found,
  auditctl,
  ufw: firewall,
  iptables: firewall,
  nft: firewall,
  setenforce: firewall,
  realm: joined,
  adcli: joined,
  net: joined,
} satisfies Record<string, CommandReader>
