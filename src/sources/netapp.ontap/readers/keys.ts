// Keys: the key managers of the cluster and its SVMs, and the keys of volumes and disks.
import type { Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { type Command, option, parentsOf, type Reader, svmOf, volumeResource } from '../command.ts'

function keyStore(command: Command): Resource {
  const svm = svmOf(command) ?? command.cluster
  return {
    type: 'key-store',
    id: command.uuids.keyManager ?? `${command.cluster}/${svm}/key-manager`,
    name: `key manager of ${svm}`,
  }
}

const keys =
  (action: Facts['action'], detail?: Facts['detail']): Reader =>
  (command) => ({ action, resource: keyStore(command), parents: parentsOf(command), ...(detail ? { detail } : {}) })

/** The key of a volume; what is encrypted anew is sealed with another one. */
const volumeKey =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (command) => {
    const volume = volumeResource(command)
    return {
      action,
      resource: {
        type: 'key',
        id: `${volume.id}/key`,
        name: `key of ${volume.name ?? volume.id}`,
        container: { type: 'volume', id: volume.id, ...(volume.name === undefined ? {} : { name: volume.name }) },
      },
      parents: parentsOf(command),
      detail,
    }
  }

const disks: Reader = (command) => {
  const disk = option(command, 'disk') ?? '*'
  return {
    action: 'key-destruction-scheduled',
    resource: { type: 'key', id: `${command.cluster}/disk/${disk}`, name: `key of disk ${disk}` },
    parents: [command.cluster],
  }
}

export const sealing: Readonly<Record<string, Reader>> = {
  'security key-manager external enable': keys('key-enabled'),
  'security key-manager external disable': keys('key-disabled'),
  'security key-manager external remove-servers': keys('key-disabled', { detached: true }),
  'security key-manager external modify': keys('other'),
  'security key-manager external azure disable': keys('key-disabled'),
  'security key-manager external gcp disable': keys('key-disabled'),
  'security key-manager external aws disable': keys('key-disabled'),
  'security key-manager external azure rekey-external': keys('key-rotated'),
  'security key-manager external gcp rekey-external': keys('key-rotated'),
  'security key-manager external aws rekey-external': keys('key-rotated'),
  'security key-manager external azure rekey-internal': keys('key-rotated'),
  'security key-manager external gcp rekey-internal': keys('key-rotated'),
  'security key-manager onboard enable': keys('key-enabled'),
  'security key-manager onboard disable': keys('key-disabled'),
  'security key-manager onboard update-passphrase': keys('key-rotated', { password: true }),
  'security key-manager update-passphrase': keys('key-rotated', { password: true }),
  'security key-manager delete-key-database': keys('key-material-deleted'),
  'security key-manager delete-kmip-config': keys('key-disabled'),
  'security key-manager delete': keys('key-disabled'),
  'security key-manager keystore delete': keys('key-destruction-scheduled'),
  'security key-manager keystore disable': keys('key-disabled'),
  'security key-manager key create': keys('key-created'),
  'security key-manager key delete': (command) => {
    const id = option(command, 'key-id') ?? '*'
    return {
      action: 'key-destruction-scheduled',
      resource: { type: 'key', id: `${command.cluster}/key/${id}`, name: id },
      parents: parentsOf(command),
    }
  },
  'security key-manager key migrate': keys('key-policy-changed'),
  'volume encryption rekey start': volumeKey('key-rotated'),
  'volume encryption conversion start': volumeKey('encryption-changed'),
  'volume encryption secure-purge start': volumeKey('key-destruction-scheduled', { permanent: true }),
  'storage encryption disk destroy': disks,
  'storage encryption disk sanitize': disks,
  'storage encryption disk modify': (command) => ({ ...(disks(command) as Facts), action: 'key-rotated' }),
}
