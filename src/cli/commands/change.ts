// `lastcopy change`: planned changes, which page nobody as long as they stay within what two people agreed on.
import { planCommand } from '../plans.ts'

export default planCommand('change', 'proposes, approves and lists planned changes')
