// An address with its port behind it, as logs write the two together.

export interface HostAndPort {
  readonly address?: string
  readonly port?: number
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`, `2001:db8::1`, `host:443`, or the address alone. */
export function hostAndPort(given: string | undefined): HostAndPort {
  if (given === undefined || given === '') return {}
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(given)
  const plain = bracketed ?? /^([^:]+):(\d{1,5})$/.exec(given)
  const port = Number(plain?.[2] ?? 0)
  return { address: plain?.[1] ?? given, ...(port > 0 && port < 65_536 ? { port } : {}) }
}
