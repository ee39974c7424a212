// A house for one test: it is closed when the test is over.
import { onTestFinished } from 'vitest'
import { buildHouse, type House, type HouseOptions } from './build.ts'

export { type House, usualPolicy } from './build.ts'

export async function openHouse(options?: HouseOptions): Promise<House> {
  const house = await buildHouse(options)
  onTestFinished(house.close)
  return house
}
