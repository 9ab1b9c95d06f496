import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'

import { AwsClient } from 'aws4fetch'

import type { FileStorage } from './types.ts'

/** How an S3-compatible storage is reached. */
export interface S3Options {
  endpoint: string
  region: string
  bucket: string
  accessKeyID: string
  secretAccessKey: string
}

/** How long the storage has to take a file whole, and to begin an answer. */
const putDeadlineMs = 300_000
const answerDeadlineMs = 30_000
/** Tries after the first where the storage answers 429 or 5xx. */
const retries = 2

/** The storage did not do what it was asked. */
export class S3Error extends Error {
  override readonly name = 'S3Error'
}

/** Keeps files in a bucket: AWS S3, MinIO, Ceph, R2 and others that speak its API (Signature Version 4). */
export const createS3Storage = (options: S3Options): FileStorage => {
  const { endpoint, region, bucket, accessKeyID, secretAccessKey } = options
  const client = new AwsClient({ accessKeyId: accessKeyID, secretAccessKey, region, service: 's3', retries })
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}`

  const ask = async (
    method: string,
    key: string,
    init: RequestInit,
    deadlineMs: number,
  ): Promise<Response> => {
    const deadline = new AbortController()
    // Only until the answer begins: reading a large file takes as long as it takes.
    const timer = setTimeout(() => deadline.abort(new S3Error(`no answer in ${deadlineMs} ms`)), deadlineMs)
    try {
      return await client.fetch(`${base}/${key}`, { method, ...init, signal: deadline.signal })
    } finally {
      clearTimeout(timer)
    }
  }

  const put = async (key: string, body: Blob | Buffer, mediaType: string): Promise<void> => {
    const headers = { 'content-type': mediaType, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const response = await ask('PUT', key, { headers, body: body as Blob }, putDeadlineMs)
    await end(response, [200, 201, 204])
  }

  return {
    putFile: async (key, path, mediaType) => await put(key, await openAsBlob(path), mediaType),
    put,
    async read(key, { start, end: last }) {
      const response = await ask(
        'GET',
        key,
        { headers: { range: `bytes=${start}-${last}` } },
        answerDeadlineMs,
      )
      if (response.status === 404) {
        await response.body?.cancel()
        return undefined
      }
      if (response.status !== 206 || response.body === null) {
        await end(response, [])
        return undefined
      }
      return Readable.fromWeb(response.body)
    },
    async remove(key) {
      await end(await ask('DELETE', key, {}, answerDeadlineMs), [200, 204, 404])
    },
  }
}

/** Reads an answer to its end. @throws S3Error unless its status is one of those */
const end = async (response: Response, expected: readonly number[]): Promise<void> => {
  const text = (await response.text()).slice(0, 300)
  if (!expected.includes(response.status))
    throw new S3Error(`the file storage answered ${response.status}: ${text}`)
}
