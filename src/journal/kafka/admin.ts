// One connection to the brokers for a command that asks and goes: opened, used, closed, whatever came of it.
import type { Admin, Kafka } from 'kafkajs'
import type { KafkaConfig } from '../../model/config.ts'
import { kafkaClient, quickRetry } from './client.ts'

/** @throws what the client throws when no broker answers within seconds, or refuses */
export async function withAdmin<T>(config: KafkaConfig, work: (admin: Admin, kafka: Kafka) => Promise<T>): Promise<T> {
  const kafka = kafkaClient(config)
  const admin = kafka.admin({ retry: { ...quickRetry, retries: 20 } })
  try {
    await admin.connect()
    return await work(admin, kafka)
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}
