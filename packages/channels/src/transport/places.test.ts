import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { Places } from './places.ts'

it('holds what was added and not removed, each in a place of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 20 })), { maxLength: 200 }), (steps) => {
      const places = new Places<{ index: number }>()
      const held = new Map<number, { index: number }>()
      for (const [index, removed] of steps.entries()) {
        const place = removed === null ? undefined : [...held.keys()][removed]
        if (place === undefined) {
          const member = { index }
          const own = places.add(member)
          expect(held.has(own)).toBe(false)
          held.set(own, member)
        } else {
          places.remove(place)
          held.delete(place)
          expect(places.at(place)).toBeUndefined()
        }
      }
      for (const [place, member] of held) expect(places.at(place)).toBe(member)
      expect(new Set(places)).toEqual(new Set(held.values()))
    }),
  )
})

it('a member that is removed while they are gone through is not met', () => {
  const places = new Places<string>()
  const [, second] = ['first', 'second', 'third'].map((member) => places.add(member))
  const met: string[] = []
  for (const member of places) {
    met.push(member)
    if (member === 'first') places.remove(second ?? -1)
  }
  expect(met).toEqual(['first', 'third'])
})
