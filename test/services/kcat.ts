// kcat, somebody else's Kafka client (librdkafka): installed by the system's package manager where that is allowed.
import { spawnSync } from 'node:child_process'

const there = (): boolean => !spawnSync('kcat', ['-V']).error

/** @throws Error that says what to install */
export function bringKcat(): void {
  if (there()) return
  if (process.getuid?.() === 0) {
    const install = () => spawnSync('apt-get', ['install', '-y', '-qq', 'kcat'])
    if (install().status !== 0) {
      spawnSync('apt-get', ['update', '-qq'])
      install()
    }
  }
  if (!there()) throw new Error('this test needs kcat: install the package kcat')
}
