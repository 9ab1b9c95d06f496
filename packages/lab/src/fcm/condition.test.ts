import { expect, it } from 'vitest'
import { isCondition } from './condition.ts'

const five = ['a', 'b', 'c', 'd', 'e'].map((name) => `'${name}' in topics`).join(' || ')

it.each([
  ["'news' in topics", true],
  [" 'news'  in  topics ", true],
  ["'a' in topics && ('b' in topics || 'c' in topics)", true],
  ["!('a' in topics)", true],
  ["'a' in topics&&!'b' in topics", true],
  ['x', false],
  [five, true],
  [`${five} || 'f' in topics`, false],
  ['', false],
  ["'news'", false],
  ["'news' in", false],
  ["'news' in topicsX", false],
  ["'a b' in topics", false],
  ["'a' in topics &&", false],
  ["&& 'a' in topics", false],
  ["'a' in topics 'b' in topics", false],
  ["('a' in topics", false],
  ["'a' in topics)", false],
  ["('a' in topics))(", false],
  ['()', false],
])('%s: %s', (text, expected) => {
  expect(isCondition(text)).toBe(expected)
})
