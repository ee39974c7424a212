// Accounts and groups of a host, as shadow-utils and PAM write of them.
import type { LinePattern } from './line.ts'

export const peopleLines: readonly LinePattern[] = [
  // Whoever has the number 0 is root by another name.
  {
    name: 'root-added',
    program: /^(useradd|adduser|newusers)$/,
    message: /^new user: name=(?!root,)(?<user>[^,]+), UID=0,/,
  },
  {
    name: 'root-added',
    program: /^usermod$/,
    message: /^change user '(?!root')(?<user>[^']+)' UID from '\d+' to '0'/,
  },
  { name: 'user-added', program: /^(useradd|adduser|newusers)$/, message: /^new user: name=(?<user>[^,]+)/ },
  {
    name: 'group-member',
    program: /^(useradd|usermod|gpasswd|groupmems|adduser)$/,
    message: /^add '(?<user>[^']+)' to (?:shadow )?group '(?<group>[^']+)'/,
  },
  {
    name: 'group-member',
    program: /^gpasswd$/,
    message: /^user (?<user>\S+) added by (?<by>\S+) to group (?<group>\S+)/,
  },
  {
    name: 'group-added',
    program: /^(groupadd|useradd|addgroup)$/,
    message: /^(?:new group: name=|group added to \S+: name=)(?<group>[^,]+)/,
  },
  { name: 'user-removed', program: /^(userdel|deluser)$/, message: /^delete user '(?<user>[^']+)'/ },
  {
    name: 'password',
    program: /^(passwd|chpasswd|usermod|sudo|login)$/,
    message: /^pam_unix\(\S+:chauthtok\): password changed for (?<user>\S+)/,
  },
  {
    name: 'password',
    program: /^(usermod|chpasswd|passwd)$/,
    message: /^(?:change user '|password for ')(?<user>[^']+)'(?: password| changed)/,
  },
]
