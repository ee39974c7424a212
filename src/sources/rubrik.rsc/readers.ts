// What readers of Rubrik's events share: the thing that a message names, and the words for what was done to it.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import type { Told } from './classify.ts'

export const clean = (name: string): string => name.replace(/^['"]|['".]+$/g, '').trim()

/** What the message names, or the object of the record. */
export function of(type: string, told: Told, named: string | undefined = told.said.name): Resource | undefined {
  const name = clean(named ?? told.objectName)
  const cluster = told.clusterId || told.cluster
  // SLAs are global, and what assigns them names them by name alone.
  if (type === 'plan' && name !== '') return { type, id: planId(name), name }
  const id = told.objectId || (name === '' ? '' : `${told.clusterId || 'rubrik'}/${type}/${name}`)
  if (id === '') return cluster ? { type: 'cluster', id: cluster, name: told.cluster || cluster } : undefined
  return {
    type,
    id,
    name: name || id,
    ...(cluster
      ? { container: { type: 'cluster', id: cluster, ...(told.cluster ? { name: told.cluster } : {}) } }
      : {}),
  }
}

export const planId = (name: string): string => `rubrik/plan/${name}`

export const simple =
  (action: Verb, type: string, more: Omit<Facts, 'action' | 'resource'> = {}) =>
  (told: Told): Facts => ({ action, resource: of(type, told), ...more })

export const bulk = { detail: { bulk: true } }
const paused = (told: Told): boolean =>
  /paus|disabl|stop|suspend/i.test(told.said.action ?? told.message) &&
  !/unpaus|resum|re-?enabl/i.test(told.said.action ?? told.message)

/** A pause of protection, a location or a replication, or its end. */
export const switched =
  (action: Verb, type: string, setting: string) =>
  (told: Told): Facts => ({ action, resource: of(type, told), changes: [{ setting, to: paused(told) ? 'off' : 'on' }] })

export const logOff =
  (scope: string) =>
  (told: Told): Facts => ({
    action: 'audit-changed',
    resource: of('trail', told, told.said.name ?? (told.cluster || 'log')),
    changes: [{ setting: 'logging', to: 'off' }],
    detail: { scope, explicit: true },
  })
