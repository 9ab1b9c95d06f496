import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { hello, only, openPhoneLab } from '../testing/phone-lab.ts'
import type { ShownNotification } from './types.ts'

const { lab, project, phoneWith, toFcm, toXiaomi } = await openPhoneLab()
afterAll(() => lab.close())
beforeEach(async () => {
  await Promise.all(lab.phones.map((phone) => phone.close()))
})

describe('a tap', () => {
  it('starts the app, which asks for it once', async () => {
    const [phone, app] = phoneWith()
    await toFcm(phone, hello)
    const notification = only(phone)
    await phone.tap(notification)
    expect(phone.state).toBe('foreground')
    expect(phone.notifications).toEqual([])
    expect(app.diary).toEqual(['launch notification foreground'])
    const [tap, ...rest] = app.context.takeTaps()
    expect(rest).toEqual([])
    expect(tap).toMatchObject({
      vendor: 'fcm',
      coldStart: true,
      action: 'android.intent.action.MAIN',
      extras: { ext: '{"a":1}', from: project.senderID, 'google.message_id': notification.messageID },
      notification: { title: 'Ann' },
    })
    expect(app.context.takeTaps()).toEqual([])
    await expect(phone.tap(notification)).rejects.toThrow(/no notification 1/)
  })

  it('is told to an app that runs, before it comes to the front', async () => {
    const [phone, app] = phoneWith()
    await phone.launch()
    await phone.goHome()
    await toFcm(phone, hello)
    await phone.tap(only(phone))
    expect(app.diary.slice(-2)).toEqual(['tapped', 'foreground'])
    expect(app.taps).toMatchObject([{ coldStart: false }])
    expect(app.context.takeTaps()).toEqual([])
    app.leaveTaps = true
    await phone.goHome()
    await toFcm(phone, hello)
    await phone.tap(only(phone))
    expect(app.taps).toHaveLength(1)
    expect(app.context.takeTaps()).toHaveLength(1)
  })

  it('during the start waits for the app', async () => {
    const [phone, app] = phoneWith()
    await toFcm(phone, hello)
    await toFcm(phone, hello)
    let start = (): void => {}
    app.started = new Promise((resolve) => {
      start = resolve
    })
    const [first, second] = phone.notifications
    const taps = [first, second].map((notification) => phone.tap(notification as ShownNotification))
    start()
    await Promise.all(taps)
    expect([...app.taps, ...app.context.takeTaps()].map(({ notification }) => notification.id)).toEqual([
      2, 1,
    ])
  })

  it.each([
    ['com.example.OPEN', 'foreground', 'com.example.OPEN'],
    ['com.example.UNKNOWN', 'killed', undefined],
  ])('with click_action %s leaves the app %s', async (clickAction, state, action) => {
    const [phone, app] = phoneWith()
    await toFcm(phone, { ...hello, android: { notification: { click_action: clickAction } } })
    await phone.tap(only(phone))
    expect(phone.state).toBe(state)
    if (action !== undefined) expect(app.context.takeTaps()).toMatchObject([{ action }])
  })

  it.each([
    [{}, { via: 'callback', extras: {} }],
    [{ 'extra.notify_effect': '1' }, { via: 'intent', extras: {} }],
    [
      {
        'extra.notify_effect': '2',
        'extra.intent_uri': 'intent:#Intent;action=a;S.ext=%7B%22a%22%3A1%7D;S.bad=%ZZ;i.n=3;end',
      },
      { via: 'intent', extras: { ext: '{"a":1}', bad: '%ZZ' } },
    ],
  ])('on a notification of Mi Push with %j', async (change, expected) => {
    const [phone, app] = phoneWith({ maker: 'xiaomi' })
    await toXiaomi(phone, { ...change, notify_id: '9', 'extra.own': 'x' })
    await phone.tap(only(phone))
    expect(app.context.takeTaps()).toMatchObject([
      {
        ...expected,
        vendor: 'xiaomi',
        keyMessage: {
          title: 'Ann',
          description: 'Hi',
          content: '{"ext":"1"}',
          notifyId: 9,
          extra: { own: 'x' },
        },
      },
    ])
  })

  it('may open the browser instead', async () => {
    const [phone] = phoneWith({ maker: 'xiaomi' })
    await toXiaomi(phone, { 'extra.notify_effect': '3', 'extra.web_uri': 'https://example.com/' })
    await phone.tap(only(phone))
    expect(phone.openedURLs).toEqual(['https://example.com/'])
    expect(phone.state).toBe('killed')
  })

  it('is not a swipe', async () => {
    const [phone] = phoneWith()
    await toFcm(phone, hello)
    phone.dismiss(only(phone))
    expect(phone.notifications).toEqual([])
    expect(phone.state).toBe('killed')
  })
})
