// Who acts in a grid: an identity of a tenant or of the grid by its URN, or the grid itself.
import { accountId } from '../../model/account.ts'
import type { Actor } from '../../model/event.ts'
import { bodyOf } from '../kit/body.ts'
import { text } from '../kit/look.ts'
import type { GridMessage } from './message.ts'

/** `urn:sgws:identity::17530064241597054718:federated-user/alice`; an account's root has no kind before it. */
const urn = /^(?:urn:sgws|arn:aws(?:-[\w-]+)?):(?:identity|iam)::(\w*):(?:([\w-]+)\/)?(.{1,300})$/

const products = /veeam|commvault|rubrik|cohesity|netbackup|veritas|druva|acronis|avamar|networker|powerprotect|nakivo/i
const machines =
  /(^|[^a-z])(svc|sa|service|api|automation|terraform|ansible|bot|agent|sync|app|monitor|prometheus)([^a-z]|$)/i

/** The account of a tenant in an identity; '' where it names none, or the grid's own. */
export const tenantIn = (identity: string | undefined): string =>
  (urn.exec(identity ?? '')?.[1] ?? '').replace(/^0+$/, '')

/** A person or account by its URN, as actors and targets carry it. @param realm for one that stands without a URN */
export function identityIn(identity: string, realm = 'grid'): { readonly id: string; readonly name: string } {
  const found = urn.exec(identity)
  const name = (found?.[3] ?? identity).slice(0, 300)
  return { id: accountId(name, tenantIn(identity) || realm), name }
}

/** Undefined where the message names nobody. */
export function actorOf({ type, codes }: GridMessage): Actor | undefined {
  // What the information lifecycle and its scanner do, nobody asked for.
  if (/^(IDEL|ORLM|SCMT|OVWR|EBDL|SYS[UTD]|CB|CGRR)/.test(type))
    return { id: 'storagegrid', name: 'storagegrid', kind: 'provider' }
  const asked = /\/authorize$/.test(codes.MPAT ?? '') ? bodyOf(codes.MRBD) : undefined
  const signing = text(asked?.username)
  const given = codes.SUSR || codes.WUSR || codes.MUUN || signing || codes.AEUN || codes.USER || ''
  if (given === '') return undefined
  const { id, name } = identityIn(given, text(asked?.accountId))
  const credential = codes.S3AK
  return {
    id,
    name,
    kind: products.test(name) ? 'product' : machines.test(name) ? 'service' : type === 'MGAU' ? 'person' : 'unknown',
    ...(credential === undefined || credential === '' ? {} : { credential }),
  }
}
