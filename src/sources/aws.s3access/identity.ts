// Who asked: an IAM principal by its ARN, an account by its canonical id, AWS itself, or nobody.
import type { Actor, EcsUser } from '../../model/event.ts'
import { identityOf } from '../aws.cloudtrail/identity.ts'

const types: Readonly<Record<string, string>> = {
  user: 'IAMUser',
  'assumed-role': 'AssumedRole',
  root: 'Root',
  'federated-user': 'FederatedUser',
}

const lately = new Map<string, Who>()
interface Who {
  readonly actor?: Actor
  readonly user?: EcsUser
}

/** @param requester as the log has it; '' for a request without a signature @param service the operation is S3's own */
export function whoIs(requester: string, service: boolean): Who {
  const key = `${service ? '1' : '0'}${requester}`
  const before = lately.get(key)
  if (before) return before
  const told = read(requester, service)
  if (lately.size >= 2_000) lately.clear()
  if (key.length < 2_100) lately.set(key, told)
  return told
}

function read(requester: string, service: boolean): Who {
  if (service || /^(AmazonS3|svc:|arn:aws[\w-]*:iam::[^:]*:service)|\.amazonaws\.com$/i.test(requester)) {
    const id = requester === '' || requester === 'AmazonS3' ? 's3.amazonaws.com' : requester.replace(/^svc:/i, '')
    return { actor: { id, name: id, kind: 'provider' } }
  }
  if (requester === '' || /^anonymous$/i.test(requester)) return {}
  const arn = /^arn:aws[\w-]*:(?:iam|sts)::(\d{1,20}):([\w-]+)(?:\/(.{1,1000}))?$/.exec(requester)
  if (!arn)
    return { actor: { id: requester, name: requester, kind: 'unknown' }, user: { id: requester, name: requester } }
  const [, accountId = '', kind = '', path = ''] = arn
  const type = Object.hasOwn(types, kind) ? (types[kind] ?? '') : ''
  const role = kind === 'assumed-role' ? (path.split('/')[0] ?? '') : undefined
  return identityOf({
    userIdentity: {
      type,
      arn: requester,
      accountId,
      ...(kind === 'user' ? { userName: path.split('/').at(-1) ?? path } : {}),
      ...(role === undefined
        ? {}
        : {
            sessionContext: {
              sessionIssuer: {
                arn: requester.replace(/:sts::(\d+):assumed-role\/.*$/, `:iam::$1:role/${role}`),
                userName: role,
              },
            },
          }),
    },
  })
}
