import { createElement, StrictMode, act } from 'react'
import { create } from 'react-test-renderer'
import { expect, it, onTestFinished } from 'vitest'

import { TimPushPlugin } from '../plugin.ts'
import { FakeChat } from '../testing/fake-chat.ts'
import { FakeNative } from '../testing/fake-native.ts'
import { useNotificationTap } from './use-notification-tap.ts'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true

const Screen = ({ plugin, name, taps }: { plugin?: TimPushPlugin; name: string; taps: string[] }) => {
  useNotificationTap(({ ext }) => taps.push(`${name}: ${ext}`), plugin)
  return null
}

const settled = () => act(() => new Promise((resolve) => setImmediate(resolve)))

it('gives each tap once to the latest callback, from the one that started the app until unmounted', async () => {
  const native = new FakeNative()
  const plugin = new TimPushPlugin({ native, chat: new FakeChat() })
  onTestFinished(() => plugin.dispose())
  native.tap('fcm', { ext: 'cold' }, { coldStart: true })
  const taps: string[] = []
  // Strict mode mounts twice.
  const element = (name: string) =>
    createElement(StrictMode, null, createElement(Screen, { plugin, name, taps }))
  const root = await act(() => create(element('first')))
  await settled()
  act(() => root.update(element('second')))
  native.tap('fcm', { ext: 'warm' })
  await settled()
  act(() => root.unmount())
  native.tap('fcm', { ext: 'late' })
  await settled()
  expect(taps).toEqual(['first: cold', 'second: warm'])
  expect(await native.takeTaps()).toHaveLength(1)
})

it('does nothing off the phone', async () => {
  const root = await act(() => create(createElement(Screen, { name: 'web', taps: [] })))
  act(() => root.unmount())
})
