// What readers of Cohesity's records share: the thing that a record is about, and what was done to it.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { CohesityRecord } from './record.ts'

export type Act = 'create' | 'delete' | 'change' | 'pause' | 'resume' | 'read' | 'login' | 'other'
export type Reader = (record: CohesityRecord, act: Act) => Facts

/** The thing by its kind, with the cluster that it lies in. */
export const of = (record: CohesityRecord, type: string): Resource | undefined => {
  const name = record.entityName || record.entityId
  if (name === '') return undefined
  const cluster = record.clusterId || record.cluster
  return {
    type,
    id: [cluster || 'cohesity', type, record.entityId || name].join('/'),
    name,
    ...(cluster
      ? { container: { type: 'cluster', id: cluster, ...(record.cluster ? { name: record.cluster } : {}) } }
      : {}),
  }
}

export const says = (record: CohesityRecord, words: RegExp): boolean => words.test(record.description)
