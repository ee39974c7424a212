// Whether a request comes from a program on this machine, and not through one: what a proxy hands on comes from here too.
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** 127.0.0.0/8 and ::1, also as an IPv6 address that holds an IPv4 one. */
const isLoopback = (address: string): boolean => {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

/** What proxies, load balancers, tunnels and content networks add: RFC 7239, RFC 9110 (Via), and what their manuals name. */
const handedOn =
  /^(via|forwarded|x-forwarded(-.+)?|x-original-.+|x-real-ip|x-client-ip|x-cluster-client-ip|x-envoy-.+|x-proxy(user)?-.+|x-amzn-trace-id|x-appengine-.+|x-azure-.+|cf-.+|cdn-loop|true-client-ip|fastly-.+|akamai-.+|fly-.+|x-vercel-.+|tailscale-.+)$/

/** @param address the other end of the connection */
export const isNearby = (address: string | undefined, headers: IncomingHttpHeaders): boolean =>
  isLoopback(address ?? '') && !Object.keys(headers).some((name) => handedOn.test(name))
