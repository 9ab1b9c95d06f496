import { expect, it } from 'vitest'

import { createTencentImSDK, TencentImSDKPlugin } from './plugin.ts'

it('two copies of the package in one app are one SDK', async () => {
  const copy = new URL('plugin.ts?copy', import.meta.url).href
  const other = (await import(/* @vite-ignore */ copy)) as { TencentImSDKPlugin: typeof TencentImSDKPlugin }
  expect(other.TencentImSDKPlugin).not.toBe(TencentImSDKPlugin)
  expect(other.TencentImSDKPlugin.v2TIMManager).toBe(TencentImSDKPlugin.v2TIMManager)
})

it('an SDK of its own is another one', () => {
  expect(createTencentImSDK().v2TIMManager).not.toBe(TencentImSDKPlugin.v2TIMManager)
})
