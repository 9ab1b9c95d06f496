import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import type { NativeCarillonPush } from './spec.ts'

interface Schema {
  modules: Record<
    string,
    { spec: { methods: { name: string }[]; eventEmitters: { name: string }[] }; moduleName: string }
  >
}
const { TypeScriptParser } = createRequire(import.meta.url)(
  '@react-native/codegen/lib/parsers/typescript/parser.js',
) as { TypeScriptParser: new () => { parseString(code: string, file: string): Schema } }

const file = fileURLToPath(new URL('NativeCarillonPush.ts', import.meta.url))
const { modules } = new TypeScriptParser().parseString(await readFile(file, 'utf8'), file)
const { spec, moduleName } = modules.NativeCarillonPush ?? { spec: { methods: [], eventEmitters: [] } }

/** Keys of a type, complete by the compiler's word. */
const methods = {
  getDeviceInfo: true,
  registerPush: true,
  unregisterPush: true,
  takeTaps: true,
  getAppState: true,
  getNotificationSettings: true,
  requestNotificationPermission: true,
  openNotificationSettings: true,
  setBadgeNum: true,
  clearAllNotification: true,
  getDeliveredNotifications: true,
  removeDeliveredNotifications: true,
  createNotificationChannel: true,
  getNotificationChannels: true,
  disablePostNotificationInForeground: true,
  getVoipToken: true,
  getAppConfig: true,
} satisfies Record<Exclude<keyof NativeCarillonPush, 'addEventListener'>, true>

describe("React Native's codegen", () => {
  it('understands the spec, under the name the native part registers', () => {
    expect(moduleName).toBe('CarillonPush')
    expect(spec.methods.map(({ name }) => name).sort()).toEqual(Object.keys(methods).sort())
    expect(spec.eventEmitters.map(({ name }) => name)).toEqual([
      'onToken',
      'onRegistrationFailed',
      'onVoipToken',
      'onTap',
      'onAppState',
      'onMessage',
      'onMessageRevoked',
    ])
  })

  // They become C++ members of the same name.
  it('is given no C++ keywords', () => {
    const keywords = ['register', 'unregister_', 'delete', 'new', 'default', 'class', 'operator', 'template']
    expect(spec.methods.filter(({ name }) => keywords.includes(name))).toEqual([])
  })
})
