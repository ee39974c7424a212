// Who coordinates a group or a transaction is remembered for a second. kafkajs 2.2 asks before each of the five requests of a
// transaction, so that four in nine of a busy journal's requests were this one.
import Cluster from 'kafkajs/src/cluster/index.js'

/** Milliseconds. When a coordinator moves, the former one answers that it is none, and the client's own retries outlast this. */
const kept = 1_000

const asking = Cluster.prototype.findGroupCoordinatorMetadata
const known = new WeakMap<Cluster, Map<string, { readonly found: unknown; readonly until: number }>>()

/** For all clients of this process; calling it again changes nothing. */
export function rememberCoordinators(): void {
  Cluster.prototype.findGroupCoordinatorMetadata = async function (asked) {
    const ofCluster = known.get(this) ?? new Map()
    known.set(this, ofCluster)
    const key = `${asked.coordinatorType} ${asked.groupId}`
    const before = ofCluster.get(key)
    if (before !== undefined && performance.now() < before.until) return before.found
    ofCluster.delete(key)
    const found = await asking.call(this, asked)
    ofCluster.set(key, { found, until: performance.now() + kept })
    return found
  }
}
