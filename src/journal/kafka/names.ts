// What things are called at the brokers: our own topics, consumer groups and transactions, each with its prefix.
import { topics } from '../../model/wire.ts'

export interface Names {
  /** A topic as the brokers know it: ours with the prefix, raw ones as they are. */
  topic(name: string): string
  /** The other way round. */
  logical(topic: string): string
  /** The compacted topic with a stage's state. */
  state(stage: string): string
  /** The consumer group of a stage. */
  group(stage: string): string
  /** A `transactional.id`. */
  transaction(...parts: readonly (string | number)[]): string
}

/** @param prefix in front of our own topics, as `prod.` @param groupPrefix in front of groups and transactions */
export function namesOf(prefix: string, groupPrefix: string): Names {
  const own = new Map(Object.values(topics).map((name) => [name as string, `${prefix}${name}`]))
  const back = new Map([...own].map(([name, topic]) => [topic, name]))
  return {
    topic: (name) => own.get(name) ?? name,
    logical: (topic) => back.get(topic) ?? topic,
    state: (stage) => `${prefix}lastcopy.state.${stage}`,
    group: (stage) => `${groupPrefix}-${stage}`,
    transaction: (...parts) => [groupPrefix, ...parts].join('-'),
  }
}
