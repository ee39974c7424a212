// `re`: no regular expression can stall the engine, and both of our engines mean the same.
import { describe, expect, test } from 'vitest'
import { compileText, searchOf } from './ask.ts'

describe('no log line can stall the engine', () => {
  const long = 'a'.repeat(50_000)
  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*a){12}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a*)*b',
    'a*a*a*a*a*b',
    '.*.*=.*',
  ])('%s on 50,000 letters', (source) => {
    const matcher = compileText(searchOf(`f|re: '${source}'`))
    expect(matcher.trouble).toEqual([])
    const started = performance.now()
    matcher.match({ f: `${long}!` }, [])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
  test.each(['*a*a*a*a*a*b', '*a?a?a?*b', '?*?*?*b'])('the wildcards %s on 50,000 letters', (pattern) => {
    const matcher = compileText(searchOf(`f: '${pattern}'`))
    const started = performance.now()
    expect(matcher.match({ f: long }, [])).toEqual([])
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
