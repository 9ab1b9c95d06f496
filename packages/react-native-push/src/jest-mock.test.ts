import { createRequire } from 'node:module'

import { describe, expect, it, vi } from 'vitest'

import * as real from './index.ts'
import { Push, TimPushPlugin } from './index.ts'

type Mock = typeof real & { mockTap(ext: string): void; mockMessage(message: object): void }
const { createMock } = createRequire(import.meta.url)('../jest/create-mock.js') as {
  createMock(fn: () => unknown): Mock
}
const newMock = () => createMock(() => vi.fn())

const methodsOf = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')

describe('the jest mock', () => {
  it('has everything the package has', () => {
    const mock = newMock()
    const exported: Record<string, unknown> = { ...real }
    expect(Object.keys(mock)).toEqual(expect.arrayContaining(Object.keys(real)))
    expect(Object.keys(mock.TimPushPlugin.prototype).sort()).toEqual(
      methodsOf(TimPushPlugin.prototype).sort(),
    )
    expect(Object.keys(mock.Push).sort()).toEqual(
      ['EVENT', ...methodsOf(Object.getPrototypeOf(Push) as object)].sort(),
    )
    for (const name of ['PushErrorCode', 'EVENT', 'romProperties'] as const) {
      expect(mock[name]).toEqual(exported[name])
    }
  })

  it('answers as a phone on which all is well, and hands over taps', async () => {
    const { TimPushPlugin: Plugin, Push: push, mockTap, mockMessage } = newMock()
    const heard: unknown[] = []
    const plugin = new Plugin()
    expect(await plugin.init({ google_buz_id: 1, pushClickAction: ({ ext }) => heard.push(ext) })).toEqual({
      code: 0,
      desc: '',
      data: true,
    })
    expect(vi.mocked(plugin.init)).toHaveBeenCalledTimes(1)
    push.addPushListener('notification_clicked', (ext) => heard.push(`push ${ext}`))
    push.addPushListener('message_received', ({ title }) => heard.push(title))
    const stop = plugin.addTapListener(({ ext }) => heard.push(`listener ${ext}`))
    mockTap('a')
    stop()
    push.removePushListener('notification_clicked')
    mockTap('b')
    mockMessage({ title: 'Ann' })
    expect(heard).toEqual(['listener a', 'a', 'push a', 'b', 'Ann'])
  })
})
