// Lines of any console, with syslog's header or without: pairs of names and values, or what expressions of the site find.
import { genericSource } from '../generic/make.ts'

export default genericSource('generic.syslog')
