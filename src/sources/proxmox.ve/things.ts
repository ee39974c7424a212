// What the events of Proxmox VE are about. Numbers of machines are a cluster's own, and no line names the cluster: the node does.
import type { Resource } from '../../model/event.ts'

export const nodeOf = (node: string): Resource => ({ type: 'host', id: node, name: node })

export const machine = (node: string, number: string): Resource => ({
  type: 'vm',
  id: `${node}/vm/${number}`,
  name: number,
  container: nodeOf(node),
})

/** What machines and their backups lie on. */
export const storage = (node: string, name: string): Resource => ({
  type: 'datastore',
  id: `${node}/storage/${name}`,
  name,
  container: nodeOf(node),
})

export const inNode = (node: string, type: string, name: string): Resource => ({
  type,
  id: `${node}/${type}/${name}`,
  name,
  container: nodeOf(node),
})

/** As what something else lies in. */
export const holder = ({ type, id, name }: Resource): NonNullable<Resource['container']> => ({
  type,
  id,
  ...(name ? { name } : {}),
})

/** A volume of a storage: `backups:backup/vzdump-qemu-101-2026_03_01-04_00_03.vma.zst`, `local-lvm:vm-100-disk-0`. */
export function volume(node: string, store: string, name: string): Resource {
  const plain = name.replace(/^[^:/]{1,100}:/, '')
  return {
    type: isBackup(plain) ? 'recovery-point' : 'file',
    id: `${node}/storage/${store}/${plain}`,
    name: plain,
    container: holder(storage(node, store)),
  }
}

export const isBackup = (name: string): boolean => /(?:^|:)backup\/|vzdump-/.test(name)
