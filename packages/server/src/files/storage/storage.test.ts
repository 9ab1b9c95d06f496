import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { configFrom } from '../../config/index.ts'
import { s3Credentials, startS3Emulator, type S3Emulator } from '../testing/s3-emulator.ts'
import { createDiskStorage } from './disk.ts'
import { createStorage, type FileStorage } from './index.ts'
import { createS3Storage, S3Error } from './s3.ts'

let folder: string
let s3: S3Emulator

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-storage-'))
  s3 = await startS3Emulator('chat-files', 'eu-central-1')
})
afterAll(async () => {
  await s3[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const createBucket = (change: Partial<Parameters<typeof createS3Storage>[0]> = {}): FileStorage =>
  createS3Storage({
    endpoint: `${s3.endpoint}/`,
    region: 'eu-central-1',
    bucket: 'chat-files',
    ...s3Credentials,
    ...change,
  })

describe.each<[string, () => FileStorage]>([
  ['disk', () => createDiskStorage(join(folder, 'stored'))],
  ['s3', () => createBucket()],
])('%s', (_name, create) => {
  const read = async (storage: FileStorage, key: string, start: number, end: number) => {
    const stream = await storage.read(key, { start, end })
    return stream && (await buffer(stream))
  }

  it('keeps files and bytes, gives parts, and removes', async () => {
    const storage = create()
    const body = randomBytes(100_000)
    const path = join(folder, 'upload')
    await writeFile(path, body)
    await storage.putFile('1/ab/one', path, 'video/mp4')
    await storage.put('1/ab/two', body.subarray(0, 10), 'image/png')
    expect(await read(storage, '1/ab/one', 0, 99_999)).toEqual(body)
    expect(await read(storage, '1/ab/one', 500, 599)).toEqual(body.subarray(500, 600))
    expect(await read(storage, '1/ab/two', 9, 9)).toEqual(body.subarray(9, 10))
    await storage.put('1/ab/two', body.subarray(0, 3), 'image/png')
    expect(await read(storage, '1/ab/two', 0, 2)).toEqual(body.subarray(0, 3))
    await storage.remove('1/ab/one')
    await storage.remove('1/ab/one')
    expect(await read(storage, '1/ab/one', 0, 1)).toBeUndefined()
  })
})

describe('s3', () => {
  it('refuses a wrong secret, and says what was answered', async () => {
    const storage = createBucket({ secretAccessKey: 'wrong' })
    await expect(storage.put('k', Buffer.from('x'), 'text/plain')).rejects.toThrow(S3Error)
    await expect(storage.put('k', Buffer.from('x'), 'text/plain')).rejects.toThrow(
      /403.*SignatureDoesNotMatch/,
    )
    await expect(storage.read('k', { start: 0, end: 0 })).rejects.toThrow(/403/)
  })

  it('tries again where the storage is busy', async () => {
    s3.faults.push(503)
    await createBucket().put('busy', Buffer.from('x'), 'text/plain')
    expect(s3.objects.get('busy')).toEqual({ body: Buffer.from('x'), type: 'text/plain' })
  })

  it('asks for what is missing in the configuration', () => {
    const config = configFrom({ files: { storage: 's3', s3Bucket: 'chat-files' } })
    expect(() => createStorage(config)).toThrow(
      'files.storage is s3, so files.s3Endpoint, files.s3AccessKeyID, files.s3SecretAccessKey must be given.',
    )
  })
})
