// An estate of any size, the same for the same numbers: sites with a directory, hypervisors, consoles, arrays and accounts each.
import type { Estate, EstateCopy, Mechanism } from '../../src/model/estate.ts'

const kept: readonly Mechanism[] = [
  'none',
  'hardened-repository',
  'object-lock-compliance',
  'snapshot-lock',
  'worm-tape',
]

/** @param copies five of each set, forty sets a site */
export function largeEstate(copies: number): Estate {
  const sites = Array.from({ length: Math.ceil(copies / 200) }, (_, at) => `s${at}`)
  const named = (kind: string) => (site: string) => `${kind}-${site}`
  const [corp, esx, vbr, host, array, account, tape] = ['corp', 'esx', 'vbr', 'repo', 'array', 'account', 'tape'].map(
    named,
  )
  if (!corp || !esx || !vbr || !host || !array || !account || !tape) throw new Error('names')
  const homes = [host, host, account, array, tape]
  return {
    identities: sites.map((site) => ({ name: corp(site), 'runs-on': [esx(site)] })),
    consoles: sites.flatMap((site) =>
      [vbr(site), `second-${site}`].map((name) => ({
        name,
        source: 'veeam.vbr',
        identity: [corp(site)],
        holds: [array(site), account(site)],
        'runs-on': [esx(site)],
      })),
    ),
    platforms: sites.flatMap((site) => [
      { name: esx(site), kind: 'hypervisor' as const, identity: [corp(site)], place: `hall-${site}` },
      { name: host(site), kind: 'host' as const, identity: [], exposed: ['smb' as const], place: `hall-${site}` },
      { name: array(site), kind: 'array' as const, identity: [corp(site)], place: `hall-${site}` },
      { name: account(site), kind: 'cloud-account' as const, identity: [], mfa: 'own' as const },
      { name: tape(site), kind: 'library' as const, identity: [], place: `safe-${site}` },
      { name: `kms-${site}`, kind: 'keys' as const, identity: [corp(site)], undo: '7d' },
      { name: `hsm-${site}`, kind: 'keys' as const, identity: [], place: `safe-${site}` },
    ]),
    sets: sites.flatMap((site) =>
      Array.from({ length: 40 }, (_, at) => ({
        name: `${site} set ${at}`,
        'runs-on': [esx(site)],
        identity: [corp(site)],
      })),
    ),
    copies: Array.from({ length: copies }, (_, at): EstateCopy => {
      const site = sites[Math.floor(at / 200)] ?? ''
      const mechanism = kept[at % 5] ?? 'none'
      return {
        name: `copy ${at}`,
        of: `${site} set ${Math.floor((at % 200) / 5)}`,
        where: [`place ${at}`],
        mechanism,
        on: [homes[at % 5]?.(site) ?? ''],
        'managed-by': [vbr(site), `second-${site}`],
        'keys-at': [`kms-${site}`, ...(at % 2 === 0 ? [`hsm-${site}`] : [])],
        'revocable-by': ['vendor-support', corp(site)],
        retention: at % 3 === 0 ? '14d' : '60d',
        'last-resort': at % 5 === 4,
      }
    }),
  }
}
