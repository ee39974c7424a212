// One audit event under one set of names, whoever wrote it.

export interface AuditRecord {
  /** Types of its lines: `SYSCALL`, `EXECVE`, `PATH` … */
  readonly types: readonly string[]
  readonly node: string
  /** Epoch milliseconds. */
  readonly time: number | undefined
  readonly serial: string
  /** Fields of all lines, the first of equal names; those inside `msg='…'` too. */
  readonly fields: Readonly<Record<string, string>>
  /** Names that enriched logs append: `AUID`, `UID`, `SYSCALL`. */
  readonly names: Readonly<Record<string, string>>
  /** The command, from EXECVE, USER_CMD or PROCTITLE. */
  readonly command: string
  readonly paths: readonly AuditPath[]
}

export interface AuditPath {
  readonly name: string
  readonly kind: string
}

/** Kinds of lines that say what an event is, the telling ones first. */
const telling = ['USER_CMD', 'EXECVE', 'SYSCALL', 'AUOMS_EXECVE', 'AUOMS_SYSCALL', 'LOGIN']
const beside = new Set(['CWD', 'PATH', 'PROCTITLE', 'EOE', 'SOCKADDR'])

export const typeOf = ({ types }: AuditRecord): string =>
  types.find((type) => !telling.includes(type) && !beside.has(type)) ??
  telling.find((type) => types.includes(type)) ??
  types[0] ??
  'unknown'

/** The login that a change of identity does not change; undefined where nobody logged in. */
export const loginOf = ({ fields, names }: AuditRecord): string | undefined => {
  const id = fields.auid ?? fields.loginuid
  if (id === undefined || /^(4294967295|-1|unset)$/.test(id)) return undefined
  return plainName(names.AUID ?? fields.audit_user) ?? id
}

/** A name and no number, and none that the resolver did not know. */
export const plainName = (name: string | undefined): string | undefined =>
  name === undefined || name === '' || /^(\d+|unset|unknown(\(.*\))?|\?)$/.test(name) ? undefined : name
