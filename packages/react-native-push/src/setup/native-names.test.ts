import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { androidNames, iosNames } from './native-names.ts'

const android = new URL('../../android/src/main/', import.meta.url)
const manifest = readFileSync(new URL('AndroidManifest.xml', android), 'utf8')
const { packageName, ...components } = androidNames

it.each(Object.values(components))('%s is a class, and stands in the manifest', (name) => {
  const source = readFileSync(new URL(`kotlin/${name.replaceAll('.', '/')}.kt`, android), 'utf8')
  expect(source).toContain(`package ${name.slice(0, name.lastIndexOf('.'))}`)
  expect(source).toMatch(new RegExp(`class ${name.slice(name.lastIndexOf('.') + 1)}\\b`))
  expect(manifest).toContain(`android:name="${name}"`)
  expect(name.startsWith(packageName)).toBe(true)
})

it('the class the iOS delegate calls has the methods that are written into it', () => {
  const root = new URL('../../', import.meta.url)
  const header = readFileSync(new URL(`ios/${iosNames.delegateClass}.h`, root), 'utf8')
  for (const name of [
    'start(launchOptions:)',
    'didRegister(deviceToken:)',
    'didFailToRegister(error:)',
    'didReceive(userInfo:)',
  ]) {
    expect(header).toContain(`NS_SWIFT_NAME(${name})`)
  }
  for (const name of [
    'startWithLaunchOptions',
    'didRegisterWithDeviceToken',
    'didFailToRegisterWithError',
    'didReceiveWithUserInfo',
  ]) {
    expect(header).toContain(`+ (void)${name}:`)
  }
  expect(readFileSync(new URL(`${iosNames.pod}.podspec`, root), 'utf8')).toContain(`"${iosNames.pod}"`)
})
