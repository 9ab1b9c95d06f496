import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

import {
  createTencentImSDK,
  type ClientOptions,
  type V2TimMessage,
  type V2TimMessageDownloadProgress,
} from '@carillon/client'
import { nodeFiles } from '@carillon/client/node'
import type { Testkit } from '@carillon/testkit'
import { afterAll, beforeAll } from 'vitest'

import { useSharedKit } from '../support/use-kit.ts'

type Manager = ReturnType<typeof createTencentImSDK>['v2TIMManager']

/** A user whose SDK reaches files. */
export interface FilePerson extends AsyncDisposable {
  userID: string
  tim: Manager
  messages: ReturnType<Manager['getMessageManager']>
  received: V2TimMessage[]
  /** Percents of each `onSendMessageProgress`. */
  progress: number[]
  downloads: V2TimMessageDownloadProgress[]
}

/** A server, a folder, and users at it. */
export interface FileWorld {
  readonly kit: Testkit
  readonly folder: string
  person(userID: string, options?: ClientOptions): Promise<FilePerson>
  /** Writes a file; answers its path. */
  write(name: string, content: Buffer): Promise<string>
}

/** A folder and a server for the tests of one file; both go after them. */
export const useFileWorld = (): FileWorld => {
  const shared = useSharedKit({ vendors: [] })
  const people: FilePerson[] = []
  const sigs = new Map<string, string>()
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carillon-sdk-files-'))
  })
  afterAll(async () => {
    for (const person of people) await person[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get kit() {
      return shared.kit
    },
    get folder() {
      return folder
    },
    async person(userID, options = {}) {
      const { kit } = shared
      const userSig = sigs.get(userID) ?? (await kit.createUser(userID)).userSig
      sigs.set(userID, userSig)
      const { v2TIMManager: tim } = createTencentImSDK({
        server: kit.url,
        files: nodeFiles({ downloadFolder: join(folder, `downloads-${userID}`) }),
        ...options,
      })
      const messages = tim.getMessageManager()
      const person: FilePerson = {
        userID,
        tim,
        messages,
        received: [],
        progress: [],
        downloads: [],
        async [Symbol.asyncDispose]() {
          await tim.unInitSDK()
        },
      }
      people.push(person)
      messages.addAdvancedMsgListener({
        onRecvNewMessage: (message) => void person.received.push(message),
        onSendMessageProgress: (_message, percent) => void person.progress.push(percent),
        onMessageDownloadProgressCallback: (progress) => void person.downloads.push(progress),
      })
      await tim.initSDK(kit.sdkAppID, options.log === undefined ? 0 : 5)
      const { code, desc } = await tim.login(userID, userSig)
      if (code !== 0) throw new Error(`${code} ${desc}`)
      return person
    },
    async write(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
  }
}

/** A picture of noise, which does not shrink. */
export const pngOf = (width: number, height: number): Buffer => {
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)]))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** What begins as an MP4 does, with noise behind it. */
export const mp4Of = (bytes: number): Buffer =>
  Buffer.concat([
    Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex'),
    randomBytes(bytes - 24),
  ])
