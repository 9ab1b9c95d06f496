import { unusedConversation } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { Pages } from './pages.ts'
import type { Held } from './view.ts'

const held = (name: string, lastTimeMs: number, pinnedAtMs?: number): Held => ({
  record: {
    ...unusedConversation(`c2c_${name}`),
    isListed: true,
    lastTimeMs,
    ...(pinnedAtMs !== undefined && { pinnedAtMs }),
  },
  local: undefined,
  draft: undefined,
})

const names = (list: readonly Held[] = []): string[] =>
  list.map(({ record }) => record.conversationID.slice('c2c_'.length))

describe('Pages', () => {
  const list = [held('pinned', 1, 9), held('a', 30), held('b', 20), held('c', 10)]

  it('goes from page to page', () => {
    const pages = new Pages()
    const first = pages.page(list, '0', 2)
    expect([names(first?.held), first?.isFinished]).toEqual([['pinned', 'a'], false])
    const second = pages.page(list, first?.nextSeq ?? '', 2)
    expect(second).toMatchObject({ isFinished: true, nextSeq: '0' })
    expect(names(second?.held)).toEqual(['b', 'c'])
  })

  it('skips and repeats nothing that stays where it was', () => {
    const pages = new Pages()
    const first = pages.page(list, '', 2)
    const moved = [held('new', 50), held('pinned', 1, 9), held('c', 40), held('a', 30), held('b', 20)]
    expect(names(pages.page(moved, first?.nextSeq ?? '', 5)?.held)).toEqual(['b'])
  })

  it('knows its own cursors alone', () => {
    const pages = new Pages()
    expect(pages.page(list, '7', 2)).toBeUndefined()
    expect(pages.page([], '0', 2)).toEqual({ held: [], nextSeq: '0', isFinished: true })
  })
})
