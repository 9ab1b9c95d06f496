import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'

import type { V2TimMessage } from '@carillon/client'
import { waitUntil } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { mp4Of, pngOf, useFileWorld, type FilePerson } from './file-support.ts'
import { dataOf } from './support.ts'

const world = useFileWorld()
let ann: FilePerson
let bob: FilePerson

beforeAll(async () => {
  ann = await world.person('ann')
  bob = await world.person('bob')
})

type Creation = ReturnType<FilePerson['messages']['createFileMessage']>

const send = async (from: FilePerson, creation: Creation, receiver = 'bob') => {
  const { id } = dataOf(await creation)
  return await from.messages.sendMessage({ id: id ?? '', receiver, groupID: '' })
}

const arrived = async (person: FilePerson, sent: V2TimMessage): Promise<V2TimMessage> =>
  await waitUntil('the message', () => person.received.find(({ msgID }) => msgID === sent.msgID))

const download = async (
  person: FilePerson,
  message: V2TimMessage,
  type: number,
  imageType = 0,
  isSnapshot = false,
): Promise<Buffer> => {
  const from = person.downloads.length
  expect(
    await person.messages.downloadMessage(message.msgID ?? '', type, imageType, isSnapshot),
  ).toMatchObject({
    code: 0,
  })
  const last = await waitUntil('the download', () =>
    person.downloads.slice(from).find(({ isFinish, isError }) => isFinish || isError),
  )
  expect(last).toMatchObject({ isError: false, isFinish: true, currentSize: last.totalSize, isSnapshot })
  return await readFile(last.path)
}

/** The pictures of a message, had by the addresses that came with it. */
const pictures = async (message: V2TimMessage | undefined): Promise<Buffer[]> =>
  await Promise.all(
    (message?.imageElem?.imageList ?? []).map(async ({ url = '' }) =>
      Buffer.from(await (await fetch(url)).arrayBuffer()),
    ),
  )

describe('messages with files', () => {
  it('createImageMessage: a picture in three sizes', async () => {
    const content = pngOf(1400, 700)
    const path = await world.write('a.png', content)
    ann.progress.length = 0
    const sent = dataOf(await send(ann, ann.messages.createImageMessage(path)))
    expect(sent).toMatchObject({ status: 2, elemType: 3, progress: 100, imageElem: { path } })
    expect(ann.progress[0]).toBe(0)
    expect(ann.progress.at(-1)).toBe(100)
    expect(ann.progress.toSorted((one, other) => one - other)).toEqual(ann.progress)
    expect(ann.progress.length).toBeGreaterThan(3)
    const message = await arrived(bob, sent)
    expect(message.imageElem?.path).toBeUndefined()
    expect(message.imageElem?.imageList).toMatchObject([
      { type: 0, width: 1400, height: 700, size: content.length },
      { type: 1, width: 360, height: 180 },
      { type: 2, width: 1280, height: 640 },
    ])
    // Apps show pictures by the addresses in the message, without asking.
    expect(await pictures(sent)).toEqual(await pictures(message))
    const history = dataOf(await bob.messages.getC2CHistoryMessageList('ann', 20))
    const [conversation] =
      dataOf(await bob.tim.getConversationManager().getConversationList(1, '0')).conversationList ?? []
    for (const shown of [history[0], conversation?.lastMessage]) {
      const [first] = await pictures(shown)
      expect(first?.equals(content)).toBe(true)
    }
    const { imageElem } = dataOf(await bob.messages.getMessageOnlineUrl(message.msgID ?? ''))
    const [original, thumb] = imageElem?.imageList ?? []
    expect(Buffer.from(await (await fetch(original?.url ?? '')).arrayBuffer()).equals(content)).toBe(true)
    expect((await (await fetch(thumb?.url ?? '')).arrayBuffer()).byteLength).toBe(thumb?.size)
    expect((await download(bob, message, 3, 0)).equals(content)).toBe(true)
    expect(await download(bob, message, 3, 1)).toHaveLength(thumb?.size ?? 0)
    const [found] = dataOf(await bob.messages.findMessages([message.msgID ?? '']))
    expect(found?.imageElem?.imageList?.[0]?.localUrl).toContain('downloads-bob')
  })

  it('createSoundMessage', async () => {
    const content = randomBytes(20_000)
    const path = await world.write('a.silk', content)
    const sent = dataOf(await send(ann, ann.messages.createSoundMessage(path, 3)))
    const message = await arrived(bob, sent)
    expect(message).toMatchObject({ elemType: 4, soundElem: { dataSize: 20_000, duration: 3 } })
    const { soundElem } = dataOf(await bob.messages.getMessageOnlineUrl(message.msgID ?? ''))
    expect(soundElem?.url).toContain(`/v1/files/${message.soundElem?.UUID}?`)
    expect((await download(bob, message, 4)).equals(content)).toBe(true)
  })

  it('createVideoMessage, with its snapshot', async () => {
    const content = mp4Of(400_000)
    const snapshot = pngOf(80, 60)
    const path = await world.write('a.mp4', content)
    const snapshotPath = await world.write('a-snap.png', snapshot)
    const sent = dataOf(await send(ann, ann.messages.createVideoMessage(path, 'mp4', 9, snapshotPath)))
    expect(sent.videoElem).toMatchObject({ videoPath: path, snapshotPath })
    const message = await arrived(bob, sent)
    expect(message.videoElem).toMatchObject({
      videoSize: 400_000,
      duration: 9,
      snapshotWidth: 80,
      snapshotHeight: 60,
      snapshotSize: snapshot.length,
    })
    const { videoElem } = dataOf(await bob.messages.getMessageOnlineUrl(message.msgID ?? ''))
    expect([videoElem?.videoUrl, videoElem?.snapshotUrl].every((url) => url?.startsWith('http://'))).toBe(
      true,
    )
    expect((await download(bob, message, 5)).equals(content)).toBe(true)
    expect((await download(bob, message, 5, 0, true)).equals(snapshot)).toBe(true)
  })

  it('createFileMessage, sent on by who may read it', async () => {
    const content = randomBytes(5000)
    const path = await world.write('notes.txt', content)
    const sent = dataOf(await send(ann, ann.messages.createFileMessage(path, 'My notes.txt')))
    const message = await arrived(bob, sent)
    expect(message.fileElem).toMatchObject({ fileName: 'My notes.txt', fileSize: 5000 })
    expect((await download(bob, message, 6)).equals(content)).toBe(true)
    await using cid = await world.person('cid')
    const forwarded = await bob.messages.createForwardMessage(message.msgID ?? '')
    const again = await arrived(cid, dataOf(await send(bob, Promise.resolve(forwarded), 'cid')))
    expect(again.fileElem?.UUID).toBe(message.fileElem?.UUID)
    expect((await download(cid, again, 6)).equals(content)).toBe(true)
  })

  it('a Blob in place of a path, as in a browser', async () => {
    await using gil = await world.person('gil', { files: undefined })
    const content = pngOf(30, 20)
    const blob = new Blob([new Uint8Array(content)])
    const sent = dataOf(await send(gil, gil.messages.createImageMessage(blob as never)))
    expect(sent.imageElem?.path).toMatch(/^blob:/)
    const message = await arrived(bob, sent)
    expect((await download(bob, message, 3)).equals(content)).toBe(true)
    const from = gil.downloads.length
    await gil.messages.downloadMessage(sent.msgID ?? '', 3, 0, false)
    const last = await waitUntil('the download', () =>
      gil.downloads.slice(from).find(({ isFinish }) => isFinish),
    )
    expect(Buffer.from(await (await fetch(last.path)).arrayBuffer()).equals(content)).toBe(true)
  })

  it.each<[string, () => Creation, number]>([
    ['a file that is not there', () => ann.messages.createFileMessage('/nowhere/x', 'x'), 7004],
    ['a folder', () => ann.messages.createFileMessage(world.folder, 'x'), 7007],
    [
      'an empty file',
      async () => ann.messages.createSoundMessage(await world.write('empty', Buffer.alloc(0)), 1),
      7006,
    ],
    [
      'a picture that is none',
      async () => ann.messages.createImageMessage(await world.write('fake.png', Buffer.from('<html>'))),
      6031,
    ],
    [
      'a picture that is too large',
      async () =>
        ann.messages.createImageMessage(await world.write('big.png', Buffer.alloc(28 * 1024 * 1024 + 1))),
      7005,
    ],
  ])('%s fails, and the message stays', async (_name, create, code) => {
    const answer = await send(ann, create())
    expect(answer).toMatchObject({ code, data: { status: 3 } })
    const [kept] = dataOf(await ann.messages.findMessages([answer.data?.msgID ?? '']))
    expect(kept).toMatchObject({ status: 3 })
  })

  it.each<[string, number, number, number]>([
    ['of another kind', 3, 0, 6017],
    ['that is not there', 6, 0, -1],
  ])('downloadMessage refuses a file %s', async (name, type, imageType, code) => {
    const path = await world.write('b.txt', Buffer.from('b'))
    const sent = dataOf(await send(ann, ann.messages.createFileMessage(path, 'b.txt')))
    const msgID = name === 'of another kind' ? sent.msgID : 'unknown'
    expect(await ann.messages.downloadMessage(msgID ?? '', type, imageType, false)).toMatchObject({ code })
  })

  it('getMessageOnlineUrl refuses what has no file', async () => {
    expect(await ann.messages.getMessageOnlineUrl('unknown')).toMatchObject({ code: -1 })
    const { msgID = '' } = dataOf(await ann.tim.sendC2CTextMessage('bob', 'x'))
    expect(await ann.messages.getMessageOnlineUrl(msgID)).toMatchObject({ code: 6016 })
  })
})

describe('when the network breaks', () => {
  it('an upload goes on where it was, and a download too', async () => {
    await using proxy = await startBreakingProxy(world.kit.url)
    await using dan = await world.person('dan', { server: proxy.url, clock: hasty })
    await using eve = await world.person('eve')
    const content = randomBytes(3_000_000)
    const path = await world.write('large.bin', content)
    proxy.breaks = 3
    const sent = dataOf(await send(dan, dan.messages.createFileMessage(path, 'large.bin'), 'eve'))
    expect(proxy.breaks).toBe(0)
    const message = await arrived(eve, sent)
    expect((await download(eve, message, 6)).equals(content)).toBe(true)
    // What came is not sent again, but for what was on its way when it broke.
    expect(proxy.bodyBytes).toBeLessThan(content.length * 2)
    proxy.breaks = 2
    expect((await download(dan, sent, 6)).equals(content)).toBe(true)
    expect(proxy.breaks).toBe(0)
  })

  it('reSendMessage goes on with an upload that failed', async () => {
    await using proxy = await startBreakingProxy(world.kit.url)
    await using fay = await world.person('fay', { server: proxy.url, clock: hasty })
    const content = randomBytes(2_000_000)
    const path = await world.write('again.bin', content)
    proxy.passes = 2
    const failed = await send(fay, fay.messages.createFileMessage(path, 'again.bin'))
    expect(failed).toMatchObject({ code: 6008, data: { status: 3 } })
    proxy.passes = undefined
    proxy.bodyBytes = 0
    const sent = dataOf(await fay.messages.reSendMessage(failed.data?.msgID ?? ''))
    expect(sent.status).toBe(2)
    expect(proxy.bodyBytes).toBeLessThan(content.length)
    const message = await arrived(bob, sent)
    expect((await download(bob, message, 6)).equals(content)).toBe(true)
  })
})

/** How long is waited between tries. */
const pausesMs = [500, 1000, 2000, 4000, 8000]

/** Real time, with pauses between tries that are none. */
const hasty = {
  now: () => Date.now(),
  after(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, pausesMs.includes(delayMs) ? 1 : delayMs)
    return () => clearTimeout(timer)
  },
}

interface BreakingProxy extends AsyncDisposable {
  url: string
  /** So many of the next requests about files break in their middle. */
  breaks: number
  /** So many requests about files get through, then none; undefined: all. */
  passes: number | undefined
  /** Bytes of files that went through. */
  bodyBytes: number
}

/** Stands before the server; its connections break. */
const startBreakingProxy = async (target: string): Promise<BreakingProxy> => {
  const { hostname, port } = new URL(target)
  const isFile = ({ url = '', method }: IncomingMessage): boolean =>
    /^\/v1\/(?:uploads|files)\//.test(url) && method !== 'HEAD'
  const forward = (request: IncomingMessage, response: ServerResponse): void => {
    const breaksNow = isFile(request) && proxy.breaks > 0
    if (breaksNow) proxy.breaks -= 1
    if (isFile(request) && proxy.passes !== undefined) {
      if (proxy.passes === 0) return void request.socket.destroy()
      proxy.passes -= 1
    }
    const { url = '', method = 'GET', headers } = request
    const onward = httpRequest({ hostname, port, path: url, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      let seen = 0
      answer.on('data', (part: Buffer) => {
        seen += part.length
        response.write(part)
        if (breaksNow && method === 'GET' && seen > 1000) request.socket.destroy()
      })
      answer.on('end', () => response.end())
      answer.on('error', () => undefined)
    })
    onward.on('error', () => request.socket.destroy())
    let seen = 0
    request.on('data', (part: Buffer) => {
      seen += part.length
      proxy.bodyBytes += part.length
      onward.write(part)
      if (!breaksNow || method !== 'PUT' || seen < 50_000) return
      onward.destroy()
      request.socket.destroy()
    })
    request.on('end', () => onward.end())
    request.on('error', () => undefined)
  }
  const server = createServer(forward)
  server.on('upgrade', (request, socket, head: Buffer) => {
    const onward = connect(Number(port), hostname)
    const headers = request.rawHeaders.reduce(
      (text, value, index) => text + (index % 2 === 0 ? `${value}: ` : `${value}\r\n`),
      '',
    )
    onward.write(`GET ${request.url ?? ''} HTTP/1.1\r\n${headers}\r\n`)
    onward.write(head)
    onward.pipe(socket).pipe(onward)
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    socket.on('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const proxy: BreakingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breaks: 0,
    passes: undefined,
    bodyBytes: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
  return proxy
}
