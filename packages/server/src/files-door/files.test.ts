import { createHmac, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import type { MessageElement, UploadedFile } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { FrameClient } from '../gateway/testing.ts'
import { s3Credentials, startS3Emulator } from '../files/testing/s3-emulator.ts'
import { until } from '../push/testing/until.ts'
import { picture, startFileBench, type FileBench } from './testing.ts'

let bench: FileBench
let ann: FrameClient
let bob: FrameClient
let eve: FrameClient

beforeAll(async () => {
  bench = await startFileBench()
  ann = await bench.gateway.login('ann')
  bob = await bench.gateway.login('bob')
  eve = await bench.gateway.login('eve')
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

const refusalOf = async (response: Response): Promise<[number, number]> => [
  response.status,
  ((await response.json()) as { code: number }).code,
]

const fileElement = ({ file }: UploadedFile, fileName = 'x'): MessageElement => ({
  type: 'file',
  file,
  fileName,
})

let randoms = 0
const send = async (from: FrameClient, receiver: string, element: MessageElement, more: object = {}) => {
  randoms += 1
  const answer = await from.request('message.send', {
    receiver,
    random: randoms,
    elements: [element],
    ...more,
  })
  return answer as unknown as { code: number; data: { msgID: string } }
}

describe('upload', () => {
  it('takes a file whole, in parts, and tells how far it is', async () => {
    const body = randomBytes(300_000)
    const { path, fileID } = await bench.prepare(ann, 'file', body.length, '../../etc/notes.txt')
    const first = await bench.put(path, body.subarray(0, 100_000))
    expect([first.status, first.headers.get('upload-offset')]).toEqual([202, '100000'])
    const head = await fetch(bench.url + path, { method: 'HEAD' })
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      200,
      '100000',
      '300000',
    ])
    const wrong = await bench.put(path, body.subarray(0, 10), 50_000)
    expect([wrong.status, wrong.headers.get('upload-offset')]).toEqual([409, '100000'])
    const last = await bench.put(path, body.subarray(100_000), 100_000)
    expect(await last.json()).toEqual({ code: 0, data: { file: { fileID, bytes: 300_000 } } })
    // The answer was lost: asking again gives it again.
    const again = await bench.put(path, Buffer.alloc(0), 300_000)
    expect(await again.json()).toEqual({ code: 0, data: { file: { fileID, bytes: 300_000 } } })
    const [link = ''] = await bench.links(ann, fileID)
    const got = await fetch(link)
    expect(Buffer.from(await got.arrayBuffer()).equals(body)).toBe(true)
    expect(got.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''notes.txt")
  })

  it('goes on where the connection was cut', async () => {
    const body = randomBytes(200_000)
    const { path, fileID } = await bench.prepare(ann, 'file', body.length)
    const { port, hostname } = new URL(bench.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(`PUT ${path}&offset=0 HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body.subarray(0, 70_000))
    const staged = join(bench.folder, 'uploading', fileID)
    await until('bytes', async () => ((await stat(staged).catch(() => undefined))?.size ?? 0) > 0)
    // Asked while the other still sends: he is cut off, and what he sent stays.
    const head = await fetch(bench.url + path, { method: 'HEAD' })
    const offset = Number(head.headers.get('upload-offset'))
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(70_000)
    const rest = await bench.put(path, body.subarray(offset), offset)
    expect(await rest.json()).toMatchObject({ code: 0, data: { file: { fileID } } })
    socket.destroy()
  })

  it('makes the sizes of a picture', async () => {
    const { image } = await bench.upload(ann, 'image', await picture(2000, 1000), 'a.jpg')
    expect(image).toMatchObject({
      original: { width: 2000, height: 1000 },
      large: { width: 1280, height: 640 },
      thumb: { width: 360, height: 180 },
    })
    const small = await bench.upload(ann, 'image', await picture(40, 30, 'png'))
    expect(small.image?.thumb).toEqual(small.image?.original)
    const snapshot = await bench.upload(ann, 'snapshot', await picture(600, 300))
    expect(snapshot.image).toEqual({ original: { ...snapshot.file, width: 600, height: 300 } })
    const [link = ''] = await bench.links(ann, image?.thumb?.fileID ?? '')
    const got = await fetch(link)
    expect(got.headers.get('content-type')).toBe('image/jpeg')
    expect((await got.arrayBuffer()).byteLength).toBe(image?.thumb?.bytes)
  })

  it.each<[string, 'image' | 'sound' | 'video' | 'file', number, number]>([
    ['an empty file', 'file', 0, 7006],
    ['a picture above 28 MB', 'image', 28 * 1024 * 1024 + 1, 7005],
    ['a sound above 28 MB', 'sound', 28 * 1024 * 1024 + 1, 7005],
    ['a video above 100 MB', 'video', 100 * 1024 * 1024 + 1, 7005],
    ['a file above 100 MB', 'file', 100 * 1024 * 1024 + 1, 7005],
  ])('%s is refused before it comes', async (_name, purpose, bytes, code) => {
    expect(await ann.request('file.prepareUpload', { purpose, bytes, name: 'x' })).toMatchObject({ code })
  })

  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
  )
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  it.each<[string, 'image' | 'sound' | 'video' | 'snapshot', () => Buffer | Promise<Buffer>, number]>([
    ['HTML as a picture', 'image', () => html, 6031],
    ['SVG as a picture', 'image', () => svg, 6031],
    ['half a picture', 'image', async () => (await picture(500, 500, 'png')).subarray(0, 900), 6031],
    ['the head of a picture', 'snapshot', () => Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 6031],
    ['a picture as a sound', 'sound', async () => await picture(9, 9), 6016],
    ['a picture as a video', 'video', async () => await picture(9, 9, 'png'), 6016],
    ['HTML as a video', 'video', () => html, 6016],
  ])('%s is refused', async (_name, purpose, make, code) => {
    const body = await make()
    const { path, fileID } = await bench.prepare(ann, purpose, body.length)
    expect(await refusalOf(await bench.put(path, body))).toEqual([415, code])
    expect((await fetch(bench.url + path, { method: 'HEAD' })).status).toBe(404)
    expect(await bench.links(ann, fileID)).toEqual([])
  })

  it('more bytes than announced are refused', async () => {
    const { path } = await bench.prepare(ann, 'file', 10)
    expect(await refusalOf(await bench.put(path, Buffer.alloc(11)))).toEqual([413, 7005])
    expect(await refusalOf(await bench.put(path, Buffer.alloc(10)))).toEqual([404, 114_000])
  })

  it('a user has an allowance a day', async () => {
    await using small = await startFileBench({ uploadsPerUserPerDay: 2, bytesPerUserPerDay: 2_000_000 })
    const client = await small.gateway.login('ann')
    await small.prepare(client, 'file', 1_500_000)
    await expect(small.prepare(client, 'file', 600_000)).rejects.toThrow(/^9506/)
    await small.prepare(client, 'file', 1)
    await expect(small.prepare(client, 'file', 1)).rejects.toThrow(/^9506/)
    await small.prepare(await small.gateway.login('bob'), 'file', 1)
    small.gateway.clock.advance(25 * 3_600_000)
    await small.prepare(await small.gateway.login('ann'), 'file', 1)
  })
})

describe('addresses', () => {
  it('end', async () => {
    await using other = await startFileBench({ urlLifetimeMs: 60_000 })
    const client = await other.gateway.login('ann')
    const { file } = await other.upload(client, 'file', Buffer.from('hello'))
    const [link = ''] = await other.links(client, file.fileID)
    expect(await (await fetch(link)).text()).toBe('hello')
    other.gateway.clock.advance(60_000)
    expect(await refusalOf(await fetch(link))).toEqual([403, 6006])
  })

  it.each<[string, (path: string) => string]>([
    ['another signature', (path) => path.replace(/signature=.../, 'signature=AAA')],
    ['a longer life', (path) => path.replace(/expires=\d/, 'expires=9')],
    ['no signature', (path) => path.split('&')[0] ?? ''],
    ['no query', (path) => path.split('?')[0] ?? ''],
    ['two signatures', (path) => `${path}&signature=x`],
    ['that of an upload', (path) => path.replace('/v1/files/', '/v1/uploads/')],
    ['a path in the ID', (path) => path.replace(/files\/[^?]+/, 'files/..%2f..%2fmaster.key')],
    ['another file', (path) => path.replace(/files\/.../, 'files/AAA')],
    [
      'a signature with another key',
      (path) =>
        path.replace(
          /signature=.*/,
          `signature=${createHmac('sha256', 'x').update(path).digest().subarray(0, 18).toString('base64url')}`,
        ),
    ],
  ])('with %s are refused', async (_name, change) => {
    const { file } = await bench.upload(ann, 'file', Buffer.from('secret'))
    const [link = ''] = await bench.links(ann, file.fileID)
    const method = change(link).includes('uploads') ? 'PUT' : 'GET'
    expect(await refusalOf(await fetch(change(link), { method }))).toEqual([403, 114_001])
  })

  it('give parts, and never a page', async () => {
    const { file } = await bench.upload(ann, 'file', Buffer.from('<html>0123456789'), 'Überblick 1.html')
    const [link = ''] = await bench.links(ann, file.fileID)
    const whole = await fetch(link)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''%C3%9Cberblick%201.html",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'access-control-allow-origin': '*',
      'content-length': '16',
    })
    const part = async (range: string) => {
      const got = await fetch(link, { headers: { range } })
      return [got.status, got.headers.get('content-range'), await got.text()]
    }
    expect(await part('bytes=6-8')).toEqual([206, 'bytes 6-8/16', '012'])
    expect(await part('bytes=14-99')).toEqual([206, 'bytes 14-15/16', '89'])
    expect(await part('bytes=-3')).toEqual([206, 'bytes 13-15/16', '789'])
    expect(await part('bytes=0-1,3-4')).toEqual([200, null, '<html>0123456789'])
    expect((await part('bytes=16-')).slice(0, 2)).toEqual([416, 'bytes */16'])
    expect((await fetch(link, { method: 'HEAD' })).headers.get('content-length')).toBe('16')
  })
})

describe('messages', () => {
  it('are the only way to the files of others', async () => {
    const uploaded = await bench.upload(ann, 'file', Buffer.from('for bob'))
    const { fileID } = uploaded.file
    expect(await bench.links(bob, fileID)).toEqual([])
    const { data } = await send(ann, 'bob', fileElement(uploaded))
    expect(await (await fetch((await bench.links(bob, fileID))[0] ?? '')).text()).toBe('for bob')
    expect(await bench.links(eve, fileID, 'unknown')).toEqual([])
    // Only who may read it may send it on.
    expect(await send(eve, 'ann', fileElement(uploaded))).toMatchObject({ code: 114_000 })
    expect(await send(bob, 'eve', fileElement(uploaded))).toMatchObject({ code: 0 })
    expect(await bench.links(eve, fileID)).toHaveLength(1)
    // Recalled: bob has his own copy of the message still, which he sent on.
    await ann.request('message.recall', { msgID: data.msgID })
    expect(await bench.links(bob, fileID)).toHaveLength(1)
  })

  it('that are recalled show their files no more', async () => {
    const uploaded = await bench.upload(ann, 'file', Buffer.from('oops'))
    const { data } = await send(ann, 'bob', fileElement(uploaded))
    expect(await bench.links(bob, uploaded.file.fileID)).toHaveLength(1)
    expect(await ann.request('message.recall', { msgID: data.msgID })).toMatchObject({ code: 0 })
    expect(await bench.links(bob, uploaded.file.fileID)).toEqual([])
  })

  it('that are merged show the files inside', async () => {
    const uploaded = await bench.upload(ann, 'file', Buffer.from('inside'))
    const { data } = await send(ann, 'bob', fileElement(uploaded))
    const merger: MessageElement = {
      type: 'merger',
      title: 't',
      abstractList: [],
      compatibleText: '',
      msgIDs: [data.msgID],
    }
    expect(await bench.links(eve, uploaded.file.fileID)).toEqual([])
    expect(await send(bob, 'eve', merger)).toMatchObject({ code: 0 })
    expect(await bench.links(eve, uploaded.file.fileID)).toHaveLength(1)
  })

  it('that nobody keeps show their files to who has them', async () => {
    const uploaded = await bench.upload(ann, 'file', Buffer.from('now'))
    await send(ann, 'bob', fileElement(uploaded), { isOnlineOnly: true })
    expect(await bench.links(bob, uploaded.file.fileID)).toHaveLength(1)
  })

  it('with what is not so are refused', async () => {
    const { image, file } = await bench.upload(ann, 'image', await picture(50, 40))
    if (image === undefined) throw new Error('no picture')
    const { original } = image
    const cases: [MessageElement, number][] = [
      [{ type: 'image', original }, 0],
      [{ type: 'image', original: { ...original, width: 51 } }, 90_010],
      [{ type: 'image', original: { ...original, bytes: original.bytes + 1 } }, 90_010],
      [{ type: 'file', file, fileName: 'x' }, 90_010],
      [{ type: 'sound', sound: { fileID: 'never-there', bytes: 5 }, durationSeconds: 1 }, 114_000],
    ]
    for (const [element, code] of cases) expect(await send(ann, 'bob', element)).toMatchObject({ code })
    const { fileID } = await bench.prepare(ann, 'file', 5)
    expect(await send(ann, 'bob', { type: 'file', file: { fileID, bytes: 5 }, fileName: 'x' })).toMatchObject(
      {
        code: 114_000,
      },
    )
  })
})

it('with S3 files are in the bucket, and nobody sees where', async () => {
  await using s3 = await startS3Emulator('chat-files', 'us-east-1')
  const { accessKeyID, secretAccessKey } = s3Credentials
  await using other = await startFileBench({
    storage: 's3',
    s3Endpoint: s3.endpoint,
    s3Bucket: 'chat-files',
    s3AccessKeyID: accessKeyID,
    s3SecretAccessKey: secretAccessKey,
  })
  const client = await other.gateway.login('ann')
  const body = await picture(1500, 500)
  const { image, file } = await other.upload(client, 'image', body)
  expect(s3.objects.size).toBe(3)
  const [link = ''] = await other.links(client, file.fileID)
  expect(link.startsWith(other.url)).toBe(true)
  expect(Buffer.from(await (await fetch(link)).arrayBuffer()).equals(body)).toBe(true)
  const part = await fetch(link, { headers: { range: 'bytes=10-19' } })
  expect(Buffer.from(await part.arrayBuffer()).equals(body.subarray(10, 20))).toBe(true)
  // The storage is away: a clear answer, and the upload goes on when it is back.
  const notes = Buffer.from('notes')
  const { path } = await other.prepare(client, 'file', notes.length)
  s3.faults.push(...Array.from({ length: 6 }, () => 503))
  expect(await refusalOf(await other.put(path, notes))).toEqual([500, 70_500])
  s3.faults.length = 0
  expect(await (await other.put(path, Buffer.alloc(0), notes.length)).json()).toMatchObject({ code: 0 })
  other.gateway.clock.advance(25 * 3_600_000)
  await until('the sweep', () => s3.objects.size === 0)
  expect(image?.thumb?.fileID).not.toBe(file.fileID)
})

it('what no message refers to is deleted after a day', async () => {
  await using other = await startFileBench()
  const client = await other.gateway.login('ann')
  await other.gateway.login('bob')
  const sent = await other.upload(client, 'file', Buffer.from('sent'))
  const unsent = await other.upload(client, 'image', await picture(400, 400))
  const { path } = await other.prepare(client, 'file', 10)
  await other.put(path, Buffer.from('half'))
  await send(client, 'bob', fileElement(sent))
  const onDisk = async () =>
    (await readdir(other.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      .length
  expect(await onDisk()).toBe(4)
  other.gateway.clock.advance(25 * 3_600_000)
  await until('the sweep', async () => ((await onDisk()) === 1 ? true : undefined))
  const later = await other.gateway.login('ann')
  const ids = [sent.file.fileID, unsent.file.fileID]
  expect(
    await until('rows', async () => {
      const links = await other.links(later, ...ids)
      return links.length === 1 ? links : undefined
    }),
  ).toHaveLength(1)
})
