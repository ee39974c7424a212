// Where a page may go: every address is looked at when it is connected to, so no name can lead into the house by turning.
import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

export interface Guard {
  /** @returns why nothing is sent to that address; undefined where it may be */
  refusal(address: string): string | undefined
  /** Resolves a name for a connection, to addresses alone that may be reached. */
  readonly lookup: LookupFunction
}

/** Resolves a name to all its addresses. */
export type Resolve = (
  name: string,
  options: { readonly all: true; readonly family?: number | 'IPv4' | 'IPv6'; readonly hints?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Not on the internet (IANA's special-purpose registries), and where clouds tell a machine its own credentials. */
const closed = [
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['::/128', '::1/128', 'fe80::/10', 'fec0::/10', 'fc00::/7', 'ff00::/8', '168.63.129.16/32'],
]
/** Stay closed where a wider network around them was opened: each has to be named itself. */
const metadata = ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32', 'fd00:ec2::254/128']

const refusedCode = 'EREFUSEDADDRESS'

/**
 * @param allow addresses and networks (`10.0.0.0/8`) that are open although they are not on the internet
 * @param resolve the system's own resolver unless another is given
 */
export function openGuard(allow: readonly string[], resolve: Resolve = systemLookup): Guard {
  const shut = listOf(closed)
  const open = listOf(allow)
  const inner = listOf(metadata)
  const innerOpen = listOf(allow.filter((one) => metadata.some((network) => within(one, network))))
  const refusal = (address: string): string | undefined => {
    const bare = address.replace(/%.*$/, '')
    const faces = [bare, ...insideOf(bare)]
    const bad = faces.find((face) => (has(inner, face) ? !has(innerOpen, face) : has(shut, face) && !has(open, face)))
    return bad === undefined ? undefined : `${address} is not an address that pages may go to; paging.allow opens it`
  }
  return {
    refusal,
    lookup(name, { all, family, hints }, done) {
      const options = { all: true, ...(family ? { family } : {}), ...(hints ? { hints } : {}) } as const
      resolve(name, options, (error, addresses) => {
        if (error) return done(error, '')
        const [first, ...rest] = addresses.filter(({ address }) => refusal(address) === undefined)
        if (!first) return done(refusedAddress(refusal(addresses[0]?.address ?? '') ?? 'the name has no address'), '')
        if (all) done(null, [first, ...rest])
        else done(null, first.address, first.family)
      })
    },
  }
}

/** An error that `whyRefused` knows again, whatever wraps it. */
const refusedAddress = (why: string): NodeJS.ErrnoException =>
  Object.assign(new Error(why), { code: `${refusedCode} ${why}` })

/** @returns the guard's words, where it was the guard that broke the connection off */
export const whyRefused = (code: string | undefined): string | undefined =>
  code?.startsWith(refusedCode) ? code.slice(refusedCode.length + 1) : undefined

const has = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

const within = (one: string, network: string): boolean => has(listOf([network]), one.split('/')[0] ?? '')

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', length] = network.replace(/%[^/]*/, '').split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    list.addSubnet(address, length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length), family)
  }
  return list
}

/** The IPv4 address that an IPv6 one carries: mapped, compatible, translated (RFC 6052) or 6to4 (RFC 3056). */
function insideOf(address: string): readonly string[] {
  if (!isIPv6(address)) return []
  const words = wordsOf(address)
  const four = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join('.')
  const zeros = words.findIndex((word) => word !== 0)
  if (zeros >= 6 && !(zeros === 7 && words[7] === 1)) return [four(words[6], words[7])]
  if (zeros === 5 && words[5] === 0xffff) return [four(words[6], words[7])]
  if (words[0] === 0x64 && words[1] === 0xff9b) return [four(words[6], words[7])]
  return words[0] === 0x2002 ? [four(words[1], words[2])] : []
}

/** The eight words of an IPv6 address. */
function wordsOf(address: string): readonly number[] {
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)))
  const [left, right] = [numbers(head), numbers(tail ?? '')]
  return tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill(0), ...right]
}
