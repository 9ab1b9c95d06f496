import { expect, it } from 'vitest'

import { createTestClock } from '../testing/clock.ts'
import { LaneRoom } from './lane-room.ts'

const setUp = (answer: () => boolean | Promise<boolean> = () => false) => {
  const clock = createTestClock()
  const lane = { length: 0, isShut: false }
  const told: string[] = []
  const room = new LaneRoom({
    clock,
    capacity: 10,
    length: () => lane.length,
    isShut: () => lane.isShut,
    tell({ pushes, isOpen }) {
      told.push(`${pushes} ${isOpen}`)
      return answer()
    },
    fault: (error) => told.push(String(error)),
  })
  const drainTo = async (length: number): Promise<void> => {
    lane.length = length
    room.drained()
    await Promise.resolve()
  }
  return { clock, lane, told, room, drainTo }
}

it('tells once, when half of the lane is free, and only after somebody was turned away', async () => {
  const { lane, told, room, drainTo } = setUp()
  expect(room.take()).toBe(true)
  await drainTo(0)
  lane.length = 10
  expect(room.take()).toBe(false)
  await drainTo(6)
  expect(told).toEqual([])
  await drainTo(5)
  expect(told).toEqual(['5 true'])
  await drainTo(0)
  expect(told).toEqual(['5 true'])
})

it('tells again while others wait, and leaves time for those who come from far away', async () => {
  let answer: boolean | Promise<boolean> = true
  const { clock, lane, told, room, drainTo } = setUp(() => answer)
  lane.length = 10
  room.take()
  await drainTo(5)
  await drainTo(4)
  expect(told).toEqual(['5 true', '6 true'])
  answer = Promise.resolve(true)
  await drainTo(3)
  await drainTo(3)
  await drainTo(2)
  expect(told).toEqual(['5 true', '6 true', '7 true'])
  answer = false
  clock.advance(60)
  await Promise.resolve()
  expect(told.at(-1)).toBe('8 true')
})

it('lets all in when the lane is shut: each is to hear why', async () => {
  const { lane, told, room, drainTo } = setUp()
  lane.length = 10
  room.take()
  lane.isShut = true
  await drainTo(10)
  expect(told).toEqual(['Infinity false'])
})
