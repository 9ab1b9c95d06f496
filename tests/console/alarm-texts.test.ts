import { expect, it } from 'vitest'

import { en } from '../../packages/console/src/i18n/en.ts'
import { ko } from '../../packages/console/src/i18n/ko.ts'
import { zhHans } from '../../packages/console/src/i18n/zh-hans.ts'
import { alarmKinds } from '../../packages/server/src/alarms/kinds.ts'

it.each([
  ['English', en],
  ['Chinese', zhHans],
  ['Korean', ko],
])('every alarm has its words in %s', (_, texts) => {
  const { kinds } = texts.overview.alarms
  expect(Object.keys(kinds).toSorted()).toEqual(Object.keys(alarmKinds).toSorted())
})
