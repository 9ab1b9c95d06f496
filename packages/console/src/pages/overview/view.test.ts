import { expect, it } from 'vitest'

import { formatShare, lostOf, shareOf } from './numbers.ts'
import { parseView, viewQuery } from './view.ts'

const all = { hours: 24, vendor: '', class: '', version: '' }

it.each([
  ['', all],
  ['?hours=720', { ...all, hours: 720 }],
  ['?vendor=fcm&class=a+%26+b&version=3.2', { ...all, vendor: 'fcm', class: 'a & b', version: '3.2' }],
])('%j goes into an address and comes out of it', (query, view) => {
  expect(parseView(query)).toEqual(view)
  expect(viewQuery(view)).toBe(query)
})

it.each(['hours=5', 'hours=soon', 'colour=red'])('%s is the view that is usual', (query) => {
  expect(parseView(query)).toEqual(all)
})

it('a share is one of something, and few are not none', () => {
  expect([shareOf(1, 4), shareOf(1, 0), shareOf(5, 4)]).toEqual([0.25, 0, 1])
  expect([0, 0.004, 0.0949, 0.5].map((share) => formatShare(share, 'en'))).toEqual([
    '0%',
    '0.4%',
    '9.5%',
    '50%',
  ])
})

it('what is lost is refused, suppressed, expired or dropped', () => {
  const funnel = { eligible: 9, acknowledged: 1, accepted: 2, delivered: 1, shown: 1, tapped: 1 }
  expect(lostOf({ ...funnel, refused: 1, suppressed: 2, expired: 3, dropped: 4 })).toBe(10)
})
