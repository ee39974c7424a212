// Runbooks for a stranger at 3 a.m.: three short first steps, the same seven questions answered, nothing pasted from one into another.
import { describe, expect, test } from 'vitest'
import { ownDetections, ruleFiles } from '../../src/content/files.ts'
import { ownLibrary } from '../support/library.ts'

const { runbook } = await ownLibrary()
const books = ruleFiles(ownDetections).map(({ name }) => ({ name, book: runbook(name) }))
const sections = ['What happened', 'Decide', 'Contain', 'Revert', 'Verify', 'Who to tell', 'What usually comes next']
const longestStep = 160

describe.each(books)('the runbook of $name', ({ book }) => {
  const markdown = book?.markdown ?? ''

  test('has three steps, each a sentence or two that fits a phone', () => {
    expect(book?.steps).toHaveLength(3)
    for (const step of book?.steps ?? []) {
      expect(step.length).toBeLessThanOrEqual(longestStep)
      expect(step).toMatch(/^[A-Z].*[.?"]$/)
      // Whatever the vendor: no command line in the page.
      expect(step).not.toMatch(/\baws \w|`/)
    }
  })

  test('answers the same questions in the same order', () =>
    expect([...markdown.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(sections))

  test('shows commands only as the console can: fences that close, no indented blocks', () => {
    expect((markdown.match(/^```/gm)?.length ?? 0) % 2).toBe(0)
    expect(markdown).not.toMatch(/\n\n {4}\S/)
  })

  test('names no real account, address or company', () => {
    for (const [account] of markdown.matchAll(/\b\d{12}\b/g))
      expect(['111122223333', '444455556666']).toContain(account)
    expect(markdown).not.toMatch(/\b\d{1,3}(\.\d{1,3}){3}\b/)
  })
})

test('no paragraph and no step stands in two runbooks', () => {
  const seen = new Map<string, string>()
  const twice: string[] = []
  for (const { name, book } of books) {
    const prose = (book?.markdown ?? '').replace(/```[\s\S]*?```/g, '')
    for (const part of [...(book?.steps ?? []), ...prose.split(/\n\s*\n/)]) {
      const text = part.replace(/\s+/g, ' ').trim()
      if (text.length < 60) continue
      const other = seen.get(text)
      if (other !== undefined && other !== name) twice.push(`${name} and ${other}: ${text.slice(0, 80)}`)
      seen.set(text, name)
    }
  }
  expect(twice).toEqual([])
})
