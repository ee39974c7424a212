import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdown } from '../../src/web/frame/markdown.ts'

describe('a runbook as HTML', () => {
  test.each([
    ['# A\n## B\n### C', '<h3>A</h3><h4>B</h4><h5>C</h5>'],
    ['one\ntwo\n\nthree', '<p>one two</p><p>three</p>'],
    ['1. a\n2. b\n   more of b\n3. c', '<ol><li>a</li><li>b more of b</li><li>c</li></ol>'],
    ['1. a\n\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['3. c\n4. d', '<ol start="3"><li>c</li><li>d</li></ol>'],
    ['- a\n  - b\n  - c\n- d', '<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>'],
    ['**a** *b* _c_ `**d**`', '<p><strong>a</strong> <em>b</em> <em>c</em> <code>**d**</code></p>'],
    ['snake_case_name 2 * 3 * 4', '<p>snake_case_name 2 * 3 * 4</p>'],
    ['```\n<b> **x**\n```', '<pre tabindex="0"><code>&lt;b&gt; **x**</code></pre>'],
    ['> said\n> so', '<blockquote><p>said so</p></blockquote>'],
    [
      '[x](https://example.com/?a=1&b=2)',
      '<p><a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">x</a></p>',
    ],
    ['[x](javascript:alert(1))', '<p>x)</p>'],
    ['[x](data:text/html,1)', '<p>x</p>'],
    ['<script>1</script>', '<p>&lt;script&gt;1&lt;/script&gt;</p>'],
    [
      '[x](https://example.com/"onclick=1)',
      '<p><a href="https://example.com/&quot;onclick=1" rel="noopener noreferrer">x</a></p>',
    ],
    ['---', '<hr>'],
    ['', ''],
  ])('renders %j', (text, expected) => {
    expect(markdown(text).html).toBe(expected)
  })

  test('never lets a tag of the text through, and always ends', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '*',
      '_',
      '`',
      '```\n',
      '[',
      '](',
      ')',
      '\n',
      '- ',
      '1. ',
      '  ',
      'a',
      '"',
      '#',
      '> ',
      'http://x',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const tags = markdown(parts.join('')).html.match(/<\/?([a-z0-9]+)/g) ?? []
        expect(tags.filter((tag) => !/^<\/?(p|h[345]|ol|ul|li|pre|code|blockquote|strong|em|a|hr)$/.test(tag))).toEqual(
          [],
        )
      }),
    )
  })
})
