import { describe, expect, it } from 'vitest'

import { App } from '../../testing/app.ts'
import type { V2TIMManager } from '../v2tim-manager.ts'

type Call = (tim: V2TIMManager) => Promise<unknown>

it('joined groups come from as many pages as there are, at most 10 calls a second', async () => {
  await using app = await App.loggedIn()
  const { gateway } = app
  gateway.answer = (request, connection) => {
    if (request.method !== 'group.joined') return gateway.usualAnswer(request, connection)
    const { cursor } = request.params as { cursor?: string }
    return cursor === undefined
      ? { code: 0, data: { groups: [{ groupID: 'g', createTimeMs: 0, lastInfoTimeMs: 0 }], nextCursor: '1' } }
      : { code: 0, data: { groups: [{ groupID: 'h', createTimeMs: 0, lastInfoTimeMs: 0 }] } }
  }
  const list = async () => await app.tim.getGroupManager().getJoinedGroupList()
  expect((await list()).data?.map(({ groupID }) => groupID)).toEqual(['g', 'h'])
  expect(gateway.last.requests('group.joined').map(({ params }) => params)).toEqual([{}, { cursor: '1' }])
  const codes = (await Promise.all(Array.from({ length: 10 }, list))).map(({ code }) => code)
  expect(codes).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 7008])
})

describe('when the connection breaks before the answer', () => {
  const cases: [string, Call, string, number, number][] = [
    ['a join that was done', (tim) => tim.joinGroup('g', ''), 'group.join', 10013, 0],
    ['a join that could not be', (tim) => tim.joinGroup('g', ''), 'group.join', 10014, 10014],
    ['a quit that was done', (tim) => tim.quitGroup('g'), 'group.quit', 10007, 0],
    ['a dismissal that was done', (tim) => tim.dismissGroup('g'), 'group.dismiss', 10010, 0],
    [
      'a group of this ID that was made',
      (tim) => tim.createGroup('N', 'Public', 'mine'),
      'group.create',
      10025,
      0,
    ],
  ]

  it.each(cases)('%s', async (_what, call, method, code, expected) => {
    await using app = await App.loggedIn()
    const { gateway } = app
    let tries = 0
    gateway.answer = (request, connection) => {
      if (request.method !== method) return gateway.usualAnswer(request, connection)
      tries += 1
      if (tries > 1) return { code, desc: 'second' }
      connection.cut()
      return undefined
    }
    expect(await call(app.tim)).toMatchObject({ code: expected })
    expect(tries).toBe(2)
  })

  it('a code that means no is no when it is the first answer', async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    gateway.answer = (request, connection) =>
      request.method === 'group.join'
        ? { code: 10013, desc: 'already' }
        : gateway.usualAnswer(request, connection)
    expect(await app.tim.joinGroup('g', '')).toEqual({ code: 10013, desc: 'already' })
  })
})
