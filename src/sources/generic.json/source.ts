// JSON of any console: as it is by the names of ECS, or by a mapping of the site.
import { genericSource } from '../generic/make.ts'

export default genericSource('generic.json')
