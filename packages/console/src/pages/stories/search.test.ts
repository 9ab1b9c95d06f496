import { expect, it } from 'vitest'

import { boundsOf, instantOf, parseSearch, searchQuery, spansOf, wallTime, type Search } from './search.ts'

it.each<Search>([
  { kind: 'userID', text: 'bob & co=1', span: { hours: 24 } },
  { kind: 'groupID', text: '群', span: { hours: 720 } },
  { kind: 'token', text: 'a+b/c==', span: { fromMs: 1, untilMs: 2 } },
  { kind: 'all', text: '', span: { hours: 1 } },
  { kind: 'reason', text: 'muted', span: { hours: 168 } },
  { kind: 'reason', text: 'muted', span: { hours: 24 }, vendor: 'oppo' },
])('$kind goes into an address and comes out of it', (search) => {
  expect(parseSearch(searchQuery(search))).toEqual(search)
})

it.each<[string, Search | undefined]>([
  ['', undefined],
  ['msgID=m-1', undefined],
  ['colour=red', undefined],
  ['userID=bob', { kind: 'userID', text: 'bob', span: { hours: 24 } }],
  ['userID=bob&hours=soon', { kind: 'userID', text: 'bob', span: { hours: 24 } }],
  ['userID=bob&hours=5', { kind: 'userID', text: 'bob', span: { hours: 24 } }],
  ['userID=bob&fromMs=-1&untilMs=2', { kind: 'userID', text: 'bob', span: { hours: 24 } }],
  ['userID=bob&vendor=fcm', { kind: 'userID', text: 'bob', span: { hours: 24 } }],
  ['reason=muted&vendor=nokia', { kind: 'reason', text: 'muted', span: { hours: 24 } }],
  ['all=1&hours=720', { kind: 'all', text: '', span: { hours: 24 } }],
])('the address %j is read as %j', (query, search) => {
  expect(parseSearch(query)).toEqual(search)
})

it('all messages are offered for a day at most', () => {
  expect([spansOf('all'), spansOf('groupID').at(-1)]).toEqual([[1, 24], 720])
})

it('a span up to now has no end', () => {
  expect(boundsOf({ hours: 1 }, 3_600_001)).toEqual({ fromMs: 1 })
  expect(boundsOf({ fromMs: 1, untilMs: 2 }, 9)).toEqual({ fromMs: 1, untilMs: 2 })
})

it('a clock on the wall tells an instant, and the other way round', () => {
  expect(instantOf(wallTime(1_767_225_660_000))).toBe(1_767_225_660_000)
  expect(instantOf('')).toBeUndefined()
})
