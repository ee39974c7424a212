// Services of a node that are stopped or started: its scheduler is every backup and replication that it has.
import { serviceFacts } from '../commands/services.ts'
import type { Facts } from '../kit/facts.ts'
import { inNode } from './things.ts'

/** @param time epoch milliseconds */
export function nodeService(node: string, name: string, to: 'on' | 'off', time: number): Facts {
  if (/^pvescheduler(\.service)?$/.test(name))
    return {
      action: to === 'off' ? 'job-stopped' : 'job-changed',
      resource: inNode(node, 'plan', 'scheduler'),
      changes: [{ setting: 'schedule', to }],
      detail: { service: name, resources: ['*'] },
    }
  return serviceFacts(name, to, { host: node, time }) ?? { action: 'other', resource: inNode(node, 'service', name) }
}
