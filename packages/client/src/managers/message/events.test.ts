import type { MessageChange, MessageRecord } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { App } from '../../testing/app.ts'
import { record } from '../../testing/fake-gateway.ts'
import { until } from '../../testing/until.ts'

const change = (seq: number, content: MessageChange['content'], userID = 'bob'): MessageChange => ({
  receiver: userID === 'alice' ? 'bob' : 'alice',
  changeID: `c-${seq}`,
  seq,
  sdkAppID: 1400000001,
  sender: { userID, nickName: 'Bob' },
  timestampMs: 1_700_000_001_000,
  content,
})

/** An app with alice logged in, and what its advanced listener hears, one line a call. */
const listening = async (): Promise<{ app: App; lines: string[] }> => {
  const app = await App.loggedIn()
  const lines: string[] = []
  app.tim.getMessageManager().addAdvancedMsgListener({
    onRecvNewMessage: ({ msgID }) => lines.push(`new ${msgID}`),
    onRecvMessageRevoked: (msgID, by, reason) => lines.push(`revoked ${msgID} ${by?.userID} ${reason}`),
    onRecvMessageModified: ({ msgID, textElem }) => lines.push(`modified ${msgID} ${textElem?.text}`),
    onRecvMessageExtensionsChanged: (msgID, [one]) =>
      lines.push(`set ${msgID} ${one?.extensionKey}=${one?.extensionValue}`),
    onRecvMessageExtensionsDeleted: (msgID, keys) => lines.push(`deleted ${msgID} ${keys.join()}`),
    onRecvC2CReadReceipt: ([one]) => lines.push(`read by ${one?.userID} ${one?.timestamp}`),
    onRecvMessageReadReceipts: ([one]) =>
      lines.push(`receipt ${one?.msgID} ${one?.readCount}/${one?.unreadCount}`),
  })
  return { app, lines }
}

const found = async (app: App, ...msgIDs: string[]) =>
  (await app.tim.getMessageManager().findMessages(msgIDs)).data ?? []

describe('changes of messages', () => {
  it('are told once and in order, and counted by the cursor', async () => {
    const { app, lines } = await listening()
    await using _ = app
    const { last } = app.gateway
    const recalled = change(3, { kind: 'recalled', msgID: 'r-1', reason: 'typo' })
    last.event('message.new', { message: record(1) })
    last.event('message.new', { message: record(2) })
    last.event('message.changed', { change: recalled })
    last.event('message.changed', { change: recalled })
    last.event('message.changed', {
      change: change(4, {
        kind: 'modified',
        message: record(2, { version: 1, elements: [{ type: 'text', text: 'new' }] }),
      }),
    })
    last.event('message.changed', {
      change: change(5, {
        kind: 'extensions-set',
        msgID: 'r-2',
        extensions: [{ key: 'k', value: 'v', version: 1 }],
      }),
    })
    last.event('message.changed', {
      change: change(6, { kind: 'extensions-deleted', msgID: 'r-2', keys: ['k'] }),
    })
    last.event('message.changed', { change: change(7, { kind: 'from-the-future' } as never) })
    await until('all', () => lines.length === 6)
    expect(lines).toEqual([
      'new r-1',
      'new r-2',
      'revoked r-1 bob typo',
      'modified r-2 new',
      'set r-2 k=v',
      'deleted r-2 k',
    ])
    expect((await found(app, 'r-1', 'r-2')).map(({ status, textElem }) => [status, textElem?.text])).toEqual([
      [6, 'text 1'],
      [2, 'new'],
    ])
    await until('the acknowledgement', () => last.acknowledged === 8)
    last.cut()
    await until('the reconnect', () => app.gateway.last !== last && app.gateway.last.login !== undefined)
    expect(app.gateway.last.login?.cursors).toEqual({ c2c_bob: 7 })
  })

  it('of a message that was recalled before it came are silent', async () => {
    const { app, lines } = await listening()
    await using _ = app
    const gone: Partial<MessageRecord> = { elements: [], recalled: { byUserID: 'bob', atMs: 1 } }
    app.gateway.last.event('message.new', { message: { ...record(1), ...gone } as MessageRecord })
    app.gateway.last.event('message.changed', { change: change(2, { kind: 'recalled', msgID: 'r-1' }) })
    app.gateway.last.event('message.new', { message: record(3) })
    await until('the next', () => lines.length > 0)
    expect(lines).toEqual(['new r-3'])
    expect(await found(app, 'r-1')).toMatchObject([{ status: 6, elemType: 0 }])
  })

  it('made here are not told again, whichever comes first', async () => {
    const { app, lines } = await listening()
    await using _ = app
    const sent = await app.send('x')
    const msgID = sent.data?.msgID ?? ''
    const recalled = change(2, { kind: 'recalled', msgID }, 'alice')
    app.gateway.answer = (request, connection) => {
      if (request.method === 'message.recall') connection.event('message.changed', { change: recalled })
      return app.gateway.usualAnswer(request, connection)
    }
    expect(await app.tim.getMessageManager().revokeMessage(msgID)).toEqual({ code: 0, desc: 'ok' })
    app.gateway.last.event('message.new', { message: record(3) })
    await until('the next', () => lines.length > 0)
    expect(lines).toEqual(['new r-3'])
    expect(await found(app, msgID)).toMatchObject([{ status: 6, textElem: { text: 'x' } }])
  })
})

describe('a modification', () => {
  it('does not bring back what was deleted or cleared, and is told of what this device never had', async () => {
    const { app, lines } = await listening()
    await using _ = app
    const { last } = app.gateway
    const modify = (seq: number, of: number): number =>
      last.event('message.changed', {
        change: change(seq, {
          kind: 'modified',
          message: record(of, { version: 1, elements: [{ type: 'text', text: 'new' }] }),
        }),
      })
    last.event('message.new', { message: record(2) })
    last.event('message.new', { message: record(3) })
    await until('both', () => lines.length === 2)
    await app.tim.getMessageManager().deleteMessageFromLocalStorage('r-3')
    const state = { conversationID: 'c2c_bob', receiveOption: 0, readSeq: 2, firstSeq: 2 }
    last.event('conversation.state', { stateVersion: 1, conversations: [state] } as never)
    modify(4, 2)
    modify(5, 3)
    last.event('message.new', { message: record(6) })
    modify(8, 7)
    await until('the last', () => lines.some((line) => line.startsWith('modified')))
    expect(lines.slice(2)).toEqual(['new r-6', 'modified r-7 new'])
    const page = await app.tim.getMessageManager().getHistoryMessageList(20, 3, 'bob')
    expect(page.data?.map(({ msgID }) => msgID)).toEqual(['r-6'])
  })
})

describe('my own side of a conversation', () => {
  it('moves on with what any device of mine says', async () => {
    const { app, lines } = await listening()
    await using _ = app
    const { last } = app.gateway
    const sent = await app.send('mine')
    last.event('message.new', { message: record(2) })
    const state = { conversationID: 'c2c_bob', receiveOption: 0, readSeq: 2, firstSeq: 0 }
    const tell = (data: object) => last.event('conversation.state', data as never)
    tell({ stateVersion: 1, conversations: [{ ...state, peerReadAtMs: 1_700_000_000_900 }] })
    tell({ stateVersion: 2, conversations: [{ ...state, peerReadAtMs: 1_700_000_000_900 }] })
    await until('the receipt', () => lines.length === 2)
    expect(lines).toEqual(['new r-2', 'read by bob 1700000000'])
    expect(await found(app, sent.data?.msgID ?? '', 'r-2')).toMatchObject([
      { isPeerRead: true },
      { isRead: true },
    ])
    tell({ stateVersion: 3, conversations: [state], deletions: [{ conversationID: 'c2c_bob', seqs: [2] }] })
    last.event('message.new', { message: record(3) })
    await until('the next', () => lines.length === 3)
    expect((await found(app, 'r-2', 'r-3')).map(({ status }) => status)).toEqual([4, 2])
    tell({ stateVersion: 4, conversations: [{ ...state, firstSeq: 3 }] })
    last.event('message.receipts', {
      receipts: [{ receiver: 'bob', msgID: 'm', readCount: 1, unreadCount: 0, timestampMs: 5000 }],
    })
    await until('the receipt', () => lines.length === 4)
    expect(lines.at(-1)).toBe('receipt m 1/0')
    const page = await app.tim.getMessageManager().getHistoryMessageList(20, 3, 'bob')
    expect(page.data).toEqual([])
  })
})
