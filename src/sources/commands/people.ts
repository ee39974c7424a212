// Commands that make accounts and administrators of a host.
import { accountId } from '../../model/account.ts'
import type { Facts } from '../kit/facts.ts'
import type { CommandReader, Place } from './facts.ts'

/** Groups that rule a host. */
const rules =
  /^(sudo|wheel|root|admin|adm|administrators?|administratoren|administrateurs|administradores|backup operators|remote desktop users|docker)$/i

function localAccount(name: string, host: string): Pick<Facts, 'resource' | 'target'> {
  const id = accountId(name, host)
  return {
    resource: {
      type: 'user',
      id: `${host}:${id}`,
      name,
      ...(host ? { container: { type: 'host', id: host, name: host } } : {}),
    },
    target: { id, name },
  }
}

function member(name: string, group: string, { host }: Place): Facts {
  return {
    action: rules.test(group) && !/remote desktop/i.test(group) ? 'admin-added' : 'role-granted',
    ...localAccount(name, host),
    detail: { role: group, local: true },
  }
}

function account(action: 'user-added' | 'user-removed' | 'credential-added', name: string, { host }: Place): Facts {
  return {
    action,
    ...localAccount(name, host),
    detail: { local: true, ...(action === 'credential-added' ? { credential: 'password' } : {}) },
  }
}

export const peopleCommands: CommandReader = ({ program, words }, place) => {
  const plain = words.filter((word) => !word.startsWith('-') && !/^\/[a-z]+(:|$)/i.test(word))
  const name = plain.at(-1) ?? ''
  switch (program) {
    case 'useradd':
    case 'adduser':
      if (name === '') return undefined
      if (becomesRoot(words)) return member(name, 'root', place)
      return plain.length === 2 && program === 'adduser'
        ? member(plain[0] ?? '', plain[1] ?? '', place)
        : (groupOf(words, place, name) ?? account('user-added', name, place))
    case 'usermod':
      return becomesRoot(words) && name !== '' ? member(name, 'root', place) : groupOf(words, place, name)
    case 'gpasswd': {
      const at = words.findIndex((word) => word === '-a' || word === '--add')
      return at < 0 ? undefined : member(words[at + 1] ?? '', name, place)
    }
    case 'userdel':
    case 'deluser':
      return name === '' ? undefined : account('user-removed', name, place)
    case 'passwd':
    case 'chpasswd':
      return name === '' ? undefined : account('credential-added', name, place)
    case 'net':
    case 'net1':
      return windowsNet(words, place)
    case 'add-localgroupmember':
      return member(
        parameterOf(words, 'Member') ?? plain[1] ?? '',
        parameterOf(words, 'Group') ?? plain[0] ?? '',
        place,
      )
    case 'new-localuser':
      return account('user-added', parameterOf(words, 'Name') ?? plain[0] ?? '', place)
    default:
      return undefined
  }
}

/** `-o -u 0`, `-ou 0`, `--uid=0`: whoever has the number 0 is root by another name. */
function becomesRoot(words: readonly string[]): boolean {
  const at = words.findIndex((word) => /^(-\w*u|--uid)(=|$)/.test(word))
  return at >= 0 && (words[at]?.split('=')[1] ?? words[at + 1]) === '0'
}

/** `-aG sudo`, `-G wheel,adm`, `--groups=sudo`: the one that rules counts. */
function groupOf(words: readonly string[], place: Place, name: string): Facts | undefined {
  const at = words.findIndex((word) => /^(-\w*G|--groups)(=|$)/.test(word))
  if (at < 0 || name === '') return undefined
  const groups = (words[at]?.split('=')[1] ?? words[at + 1] ?? '').split(',')
  return member(name, groups.find((group) => rules.test(group)) ?? groups[0] ?? '', place)
}

const parameterOf = (words: readonly string[], parameter: string): string | undefined => {
  const at = words.findIndex((word) => word.toLowerCase() === `-${parameter.toLowerCase()}`)
  return at < 0 ? undefined : words[at + 1]
}

/** `net user x p /add`, `net localgroup administrators x /add`, `net group "ESX Admins" /add /domain`. */
function windowsNet(words: readonly string[], place: Place): Facts | undefined {
  const [kind = '', first = '', second = ''] = words.filter((word) => !word.startsWith('/'))
  const [adds, deletes] = [/^\/add$/i, /^\/del(ete)?$/i].map((flag) => words.some((word) => flag.test(word)))
  const domain = words.some((word) => /^\/dom(ain)?$/i.test(word))
  if (/^users?$/i.test(kind)) {
    if (first === '') return undefined
    return adds
      ? account('user-added', first, place)
      : deletes
        ? account('user-removed', first, place)
        : second !== ''
          ? account('credential-added', first, place)
          : undefined
  }
  if (!/^(local)?groups?$/i.test(kind) || !adds) return undefined
  if (second !== '') {
    const facts = member(second, first, place)
    return domain ? { ...facts, detail: { role: first } } : facts
  }
  return {
    action: 'group-created',
    resource: { type: 'group', id: `${domain ? 'directory' : place.host}:${first.toLowerCase()}`, name: first },
    ...(domain ? {} : { detail: { local: true } }),
  }
}
