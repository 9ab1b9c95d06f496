import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { defaultAppSettings, effectiveSettings, settingSchemas, shownSettings } from './settings.ts'

const page = await readFile(new URL('../../../../docs/app-settings.md', import.meta.url), 'utf8')

it.each([...settingSchemas().keys()])('docs/app-settings.md explains %s with its default', (path) => {
  const [part = '', name = ''] = path.split('.')
  const settings = defaultAppSettings as unknown as Record<string, Record<string, unknown>>
  const row = page.split('\n').find((line) => line.startsWith(`| \`${path}\` `))
  expect(row?.split('|')[2]?.trim()).toBe(`\`${JSON.stringify(settings[part]?.[name])}\``)
})

it('every part that is stored comes back', () => {
  const stored = {
    push: { hideText: true },
    messaging: { recallWindowMs: 5 },
    groups: { workMembers: 9 },
    logins: { policy: 'one-device' },
    callbacks: { url: 'https://backend.example/im', timeoutMs: 700 },
    support: { showMessageText: false },
  }
  expect(Object.keys(stored)).toEqual(Object.keys(defaultAppSettings))
  expect(effectiveSettings(stored)).toMatchObject(stored)
})

it('what an older release stored and this one does not take is left out', () => {
  expect(effectiveSettings({ push: { hideText: 'yes', deadlineMs: 5_000 }, gone: {} })).toEqual({
    ...defaultAppSettings,
    push: { ...defaultAppSettings.push, deadlineMs: 5_000 },
  })
})

it('shows of the token only that there is one', () => {
  const settings = effectiveSettings({ callbacks: { token: 'sealed.abc' } })
  expect(shownSettings(settings).callbacks.token).toBe('(set)')
  expect(shownSettings(defaultAppSettings).callbacks.token).toBe('')
})
