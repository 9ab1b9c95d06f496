import type { GroupNotice } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { V2TimGroupListener } from '../../api/groups.ts'
import { App } from '../../testing/app.ts'
import { until } from '../../testing/until.ts'

describe('what happens in groups', () => {
  const ann = { userID: 'ann', nickName: 'Ann', nameCard: 'A', faceUrl: 'f' }
  const bob = { userID: 'bob' }
  const notices: [GroupNotice, keyof V2TimGroupListener, unknown[]][] = [
    [{ groupID: 'g', kind: 'created' }, 'onGroupCreated', ['g']],
    [{ groupID: 'g', kind: 'dismissed', operator: ann }, 'onGroupDismissed', ['g', ann]],
    [{ groupID: 'g', kind: 'member-entered', members: [bob] }, 'onMemberEnter', ['g', [bob]]],
    [{ groupID: 'g', kind: 'member-left', member: bob }, 'onMemberLeave', ['g', bob]],
    [
      { groupID: 'g', kind: 'member-invited', operator: ann, members: [bob] },
      'onMemberInvited',
      ['g', ann, [bob]],
    ],
    [
      { groupID: 'g', kind: 'member-kicked', operator: ann, members: [bob] },
      'onMemberKicked',
      ['g', ann, [bob]],
    ],
    [
      { groupID: 'g', kind: 'member-info-changed', changes: [{ userID: 'bob', muteSeconds: 60 }] },
      'onMemberInfoChanged',
      ['g', [{ userID: 'bob', muteTime: 60 }]],
    ],
    [
      {
        groupID: 'g',
        kind: 'info-changed',
        operator: ann,
        changes: [
          { type: 5, value: 'bob' },
          { type: 8, boolValue: true },
        ],
      },
      'onGroupInfoChanged',
      [
        'g',
        [
          { type: 5, value: 'bob' },
          { type: 8, boolValue: true },
        ],
      ],
    ],
    [
      { groupID: 'g', kind: 'application-received', applicant: bob, message: 'please' },
      'onReceiveJoinApplication',
      ['g', bob, 'please'],
    ],
    [
      { groupID: 'g', kind: 'application-processed', operator: ann, isAgreed: true, message: 'ok' },
      'onApplicationProcessed',
      ['g', ann, true, 'ok'],
    ],
    [
      { groupID: 'g', kind: 'admins-granted', operator: ann, members: [bob] },
      'onGrantAdministrator',
      ['g', ann, [bob]],
    ],
    [
      { groupID: 'g', kind: 'admins-revoked', operator: ann, members: [bob] },
      'onRevokeAdministrator',
      ['g', ann, [bob]],
    ],
    [{ groupID: 'g', kind: 'quit' }, 'onQuitFromGroup', ['g']],
  ]

  it.each(notices)('%o is told by %s', async (notice, name, args) => {
    await using app = await App.loggedIn()
    const heard: unknown[] = []
    const names = new Set(notices.map(([, each]) => each))
    const listener = Object.fromEntries(
      [...names].map((each) => [each, (...given: unknown[]) => void heard.push([each, ...given])]),
    ) as V2TimGroupListener
    app.tim.addGroupListener(listener)
    app.gateway.last.event('group.notice', { notice })
    await until('the notice', () => heard.length > 0)
    expect(heard).toEqual([[name, ...args]])
  })

  it('is told to each listener until it is removed; what a newer server tells is left out', async () => {
    await using app = await App.loggedIn()
    const heard: string[] = []
    const first: V2TimGroupListener = { onGroupCreated: () => void heard.push('first') }
    const second: V2TimGroupListener = { onGroupCreated: () => void heard.push('second') }
    app.tim.addGroupListener(first)
    app.tim.addGroupListener(second)
    const { last } = app.gateway
    last.event('group.notice', { notice: { groupID: 'g', kind: 'unheard-of' } as never })
    last.event('group.notice', { notice: 'no notice' as never })
    last.event('group.notice', { notice: { groupID: 'g', kind: 'created' } })
    await until('both', () => heard.length === 2)
    app.tim.removeGroupListener(first)
    last.event('group.notice', { notice: { groupID: 'g', kind: 'created' } })
    await until('the second', () => heard.length === 3)
    app.tim.removeGroupListener()
    last.event('group.notice', { notice: { groupID: 'g', kind: 'created' } })
    await until('all of them', () => last.acknowledged >= 5)
    expect(heard).toEqual(['first', 'second', 'second'])
  })
})
