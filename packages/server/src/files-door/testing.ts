import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { FilePurpose, FileURL, PrepareUploadResult, UploadedFile } from '@carillon/protocol'
import sharp from 'sharp'

import type { configFrom } from '../config/index.ts'
import { startGatewayBench, type FrameClient, type GatewayBench } from '../gateway/testing.ts'

/** A whole server with a folder of its own for files. */
export interface FileBench extends AsyncDisposable {
  readonly gateway: GatewayBench
  readonly folder: string
  readonly url: string
  prepare(
    client: FrameClient,
    purpose: FilePurpose,
    bytes: number,
    name?: string,
  ): Promise<PrepareUploadResult>
  put(path: string, body: Buffer, offset?: number): Promise<Response>
  /** Prepares and uploads in one go. */
  upload(client: FrameClient, purpose: FilePurpose, body: Buffer, name?: string): Promise<UploadedFile>
  /** Links to those of the files the client may read. */
  links(client: FrameClient, ...fileIDs: string[]): Promise<string[]>
}

export const startFileBench = async (
  files: NonNullable<Parameters<typeof configFrom>[0]['files']> = {},
): Promise<FileBench> => {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-files-'))
  const gateway = await startGatewayBench({}, { files: { folder, ...files } })
  const url = `http://127.0.0.1:${gateway.server.address.port}`
  const bench: FileBench = {
    gateway,
    folder,
    url,
    async prepare(client, purpose, bytes, name = 'x.bin') {
      const { code, desc, data } = (await client.request('file.prepareUpload', {
        purpose,
        bytes,
        name,
      })) as never as {
        code: number
        desc: string
        data: PrepareUploadResult
      }
      if (code !== 0) throw new Error(`${code} ${desc}`)
      return data
    },
    put: async (path, body, offset = 0) =>
      await fetch(`${url}${path}&offset=${offset}`, { method: 'PUT', body: new Uint8Array(body) }),
    async upload(client, purpose, body, name) {
      const { path } = await bench.prepare(client, purpose, body.length, name)
      const answer = (await (await bench.put(path, body)).json()) as {
        code: number
        desc: string
        data: UploadedFile
      }
      if (answer.code !== 0) throw new Error(`${answer.code} ${answer.desc}`)
      return answer.data
    },
    async links(client, ...fileIDs) {
      const answer = (await client.request('file.urls', { fileIDs })) as never as {
        data: { urls: FileURL[] }
      }
      return answer.data.urls.map(({ path }) => `${url}${path}`)
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return bench
}

/** A picture of one colour. */
export const picture = async (
  width: number,
  height: number,
  format: 'jpeg' | 'png' = 'jpeg',
): Promise<Buffer> =>
  await sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .toFormat(format)
    .toBuffer()
