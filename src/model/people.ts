// People and programs that may enter: accounts, API tokens, sessions, and the roles and scopes that bound them.

/** From least to most; each may do what those before it may. */
export const accessRoles = ['viewer', 'analyst', 'engineer', 'admin'] as const
export type AccessRole = (typeof accessRoles)[number]

/** What a token may be narrowed to, beside its role. */
export const scopes = ['alerts', 'changes', 'records', 'people', 'audit', 'metrics', 'posture'] as const
export type Scope = (typeof scopes)[number]

export interface Account {
  readonly name: string
  readonly role: AccessRole
  readonly status: 'active' | 'disabled'
  /** As src/people/password.ts writes it: the method, its parameters, salt and key. */
  readonly password: string
  /** ISO. */
  readonly createdAt: string
  readonly passwordAt: string
}

/** A credential of a program, or of a person's program. Of the token itself only a hash is kept. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly role: AccessRole
  /** The account that it belongs to; without one, `purpose` says what it is for. */
  readonly owner?: string
  readonly purpose?: string
  /** Undefined: everything that the role may. */
  readonly scopes?: readonly Scope[]
  /** ISO; undefined: until it is revoked. */
  readonly expiresAt?: string
  readonly hash: string
  readonly createdAt: string
}

export interface Session {
  /** Of the secret that the browser keeps. */
  readonly hash: string
  readonly account: string
  readonly createdAt: string
  readonly expiresAt: string
}

/**
 * Who acts. `machine` is this machine before the first account; `system` is Lastcopy itself; `provider` is somebody as a pager's
 * provider names them; `link` is whoever a page was sent to.
 */
export interface Subject {
  readonly kind: 'account' | 'token' | 'machine' | 'system' | 'provider' | 'link' | 'nobody'
  readonly name: string
  readonly role?: AccessRole
  /** The account behind a token or a session: two acts of one person are known as such. */
  readonly person?: string
  readonly scopes?: readonly Scope[]
  /** Of a token from the journal. */
  readonly token?: string
  /** The hash of the session it came with. */
  readonly session?: string
}

/** A view of the queue that somebody gave a name. */
export interface SavedView {
  /** Whose it is. */
  readonly owner: string
  readonly name: string
  /** As in an address, without the question mark. */
  readonly query: string
}
