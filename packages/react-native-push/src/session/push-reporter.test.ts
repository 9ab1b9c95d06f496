import type { PushReport } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { FakeChat } from '../testing/fake-chat.ts'
import { FakeTimer } from '../testing/fake-timer.ts'
import { PushReporter } from './push-reporter.ts'

const failure = { code: 9508, desc: 'no network' }

const setUp = () => {
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const reporter = new PushReporter(chat, timer, () => 1_000)
  const settle = async (delayMs: number) => {
    timer.advance(delayMs)
    for (let i = 0; i < 20; i += 1) await Promise.resolve()
  }
  return { chat, timer, reporter, settle }
}

const told = (chat: FakeChat): PushReport[][] => chat.reports.splice(0)

it('tells what came together with one request, each once', async () => {
  const { chat, reporter, settle } = setUp()
  reporter.report('tapped', 'a')
  reporter.report('tapped', 'a')
  reporter.report('shown', 'a')
  reporter.report('tapped', undefined)
  await settle(50)
  expect(told(chat)).toEqual([
    [
      { msgID: 'a', what: 'tapped', atMs: 1_000 },
      { msgID: 'a', what: 'shown', atMs: 1_000 },
    ],
  ])
  reporter.report('tapped', 'a')
  await settle(60_000)
  expect(told(chat)).toEqual([])
})

it('waits until somebody is logged in', async () => {
  const { chat, reporter, settle } = setUp()
  chat.userID = undefined
  reporter.report('tapped', 'a')
  await settle(50)
  expect(told(chat)).toEqual([])
  chat.userID = 'alice'
  reporter.refresh()
  await settle(0)
  expect(told(chat)).toHaveLength(1)
})

it('tries again after a failure, and later reports go along', async () => {
  const { chat, reporter, settle } = setUp()
  chat.answers.push(failure)
  reporter.report('tapped', 'a')
  await settle(50)
  expect(told(chat)).toHaveLength(1)
  reporter.report('tapped', 'b')
  await settle(2_000)
  expect(told(chat).map((batch) => batch.map(({ msgID }) => msgID))).toEqual([['a', 'b']])
})

it('takes no more reports in one request than the server does, and tells the rest after it', async () => {
  const { chat, reporter, settle } = setUp()
  for (let i = 0; i < 70; i += 1) reporter.report('tapped', `m${i}`)
  await settle(50)
  await settle(0)
  await settle(0)
  expect(told(chat).map((batch) => batch.length)).toEqual([32, 32, 6])
})

it('tells nothing after its end, nor to an SDK that cannot', async () => {
  const { chat, reporter, settle } = setUp()
  reporter.report('tapped', 'a')
  reporter.close()
  await settle(60_000)
  expect(told(chat)).toEqual([])
})
