import { describe, expect, it } from 'vitest'

import { cellsOf, createScreen, fitted } from './screen.ts'
import { trayCard } from './tray-card.ts'

const screenOn = (isTTY: boolean, environment: Record<string, string> = {}) => {
  const written: string[] = []
  return { written, screen: createScreen({ write: (text) => written.push(text), isTTY }, environment) }
}

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('on a terminal %s with %j colour is %s', (isTTY, environment, hasColour) => {
  expect(screenOn(isTTY, environment).screen.bad('x') !== 'x').toBe(hasColour)
})

it.each([
  ['abc', 3],
  ['안녕', 4],
  ['😀', 2],
  ['👩‍👩‍👧', 2],
  ['é', 1],
])('%s takes %i cells', (text, cells) => {
  expect(cellsOf(text)).toBe(cells)
})

it.each([
  ['hello', 5, 'hello'],
  ['hello!', 5, 'hell…'],
  ['안녕하세요', 6, '안녕…'],
  ['a\r\nb\tc', 9, 'a b c'],
  ['a\u001B[31mb', 9, 'a[31mb'],
])('%j fitted into %i cells is %j', (text, cells, expected) => {
  expect(fitted(text, cells)).toBe(expected)
})

describe('the tray', () => {
  it('has straight edges whatever the text', () => {
    const { screen } = screenOn(false)
    const notifications = [
      { title: '지민', body: 'See you at 6? 😀' },
      { title: 'x'.repeat(200), body: 'Line one\nline two' },
    ]
    const lines = trayCard(screen, 'Xiaomi 15', notifications)
    expect(new Set(lines.map(cellsOf))).toEqual(new Set([60]))
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatch(/^╭─ Xiaomi 15 ─+╮$/)
  })

  it('says that it is empty', () => {
    expect(trayCard(screenOn(false).screen, 'Pixel 9', []).join('\n')).toContain('│ no notification')
  })
})
