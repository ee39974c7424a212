// Types of a part of the package that it does not give out: version 2.2.4, which package.json names exactly.
declare module 'kafkajs/src/cluster/index.js' {
  interface AskedCoordinator {
    readonly groupId: string
    /** 0 for a group, 1 for a transaction. */
    readonly coordinatorType: number
  }
  export default class Cluster {
    findGroupCoordinatorMetadata(asked: AskedCoordinator): Promise<unknown>
  }
}
