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
  /** As src/people/password.ts writes it: the method, its parameters, salt and key. Undefined: comes in through the provider alone. */
  readonly password?: string
  /** Who it is at the OpenID provider, which then says its role too. */
  readonly provider?: ProviderIdentity
  /** ISO. */
  readonly createdAt: string
  readonly passwordAt: string
  /** Who gave it its password last, where that was somebody else: an admin could come in as its owner. */
  readonly handed?: { readonly by: string; readonly at: string }
}

/** Somebody as an OpenID provider names them: never by a name, which may be given to another. */
export interface ProviderIdentity {
  readonly issuer: string
  readonly subject: string
}

/** What an account shows beside its password. */
export interface Factors {
  readonly account: string
  /** Codes of an authenticator app. */
  readonly totp?: {
    /** The secret, sealed with a key that no topic holds. */
    readonly sealed: string
    /** The last time step whose code was used. */
    readonly step: number
    readonly addedAt: string
  }
  readonly passkeys: readonly Passkey[]
  /** Hashes of recovery codes that are not used up. */
  readonly recovery: readonly string[]
}

export interface Passkey {
  /** As the authenticator names it, in base64url. */
  readonly id: string
  /** COSE, in base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports?: readonly string[]
  /** What its owner calls it. */
  readonly label: string
  readonly addedAt: string
  readonly usedAt?: string
}

/** How a session began. */
export type SignInWay = 'password' | 'totp' | 'passkey' | 'recovery' | 'provider'

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
  /** The person who made it, where one did. */
  readonly madeBy?: string
}

export interface Session {
  /** Of the secret that the browser keeps. */
  readonly hash: string
  readonly account: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly way?: SignInWay
  /** The address it began from. */
  readonly from?: string
  /** What the browser or program says it is. */
  readonly agent?: string
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
  /** What is missing before it may do anything but set that up; it has no role until then. */
  readonly lacks?: 'second-factor'
}

/** A view of the queue that somebody gave a name. */
export interface SavedView {
  /** Whose it is. */
  readonly owner: string
  readonly name: string
  /** As in an address, without the question mark. */
  readonly query: string
}
