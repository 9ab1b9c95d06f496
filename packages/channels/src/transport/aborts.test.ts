import { expect, it } from 'vitest'

import { unwatchAbort, watchAbort } from './aborts.ts'
import { LinkedSignals } from './linked-signals.ts'

it('aborts once all that still watch', () => {
  const controller = new AbortController()
  const aborted: string[] = []
  const named = (name: string) => ({ abort: () => void aborted.push(name) })
  const [first, second, third] = ['first', 'second', 'third'].map(named)
  if (first === undefined || second === undefined || third === undefined) throw new Error('three')
  watchAbort(controller.signal, first)
  const watch = watchAbort(controller.signal, second)
  watchAbort(controller.signal, third)
  unwatchAbort(controller.signal, watch)
  controller.abort()
  controller.abort()
  expect(aborted).toEqual(['first', 'third'])
})

it('one may end others that watch as well', () => {
  const controller = new AbortController()
  const aborted: string[] = []
  const second = { abort: () => void aborted.push('second') }
  const first = {
    abort: () => {
      aborted.push('first')
      unwatchAbort(controller.signal, watch)
    },
  }
  watchAbort(controller.signal, first)
  const watch = watchAbort(controller.signal, second)
  controller.abort()
  expect(aborted).toEqual(['first'])
})

it('a linked signal fires with either, and none is held when it is given back', () => {
  const closing = new AbortController()
  const own = new AbortController()
  const other = new AbortController()
  const signals = new LinkedSignals(closing.signal)
  const [first, again, second] = [own, own, other].map(({ signal }) => signals.take(signal))
  expect(again).toBe(first)
  expect(signals.take(undefined)).toBe(closing.signal)
  own.abort()
  expect([first?.aborted, second?.aborted]).toEqual([true, false])
  expect(signals.take(AbortSignal.abort()).aborted).toBe(true)
  closing.abort()
  expect(second?.aborted).toBe(true)
  signals.giveBack(own.signal)
  expect(signals.size).toBe(3)
  signals.giveBack(own.signal)
  signals.giveBack(other.signal)
  signals.giveBack(undefined)
  expect(signals.size).toBe(1)
})
