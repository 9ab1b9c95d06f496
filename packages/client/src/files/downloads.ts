import { ErrorCode } from '@carillon/protocol'

import { failure, type Failure } from '../api/results.ts'
import { asRecord } from '../connection/wire.ts'
import { listOf } from '../session/parse.ts'
import { nextPartBytes, smallestPartBytes } from './parts.ts'
import type { DownloadTarget, FilePart } from './types.ts'
import { mostTries, pauseBefore, type FileParts } from './uploads.ts'

/** A file at the server that is to be had. */
export interface DownloadRequest {
  fileID: string
  name: string
  bytes: number
  onProgress: (bytes: number) => void
}

/** The addresses of those of the files the user may read, by fileID. */
export const fetchURLs = async (
  { http, request }: Pick<FileParts, 'http' | 'request'>,
  fileIDs: readonly string[],
): Promise<ReadonlyMap<string, string> | Failure> => {
  const { code, desc, data } = await request('file.urls', { fileIDs: [...new Set(fileIDs)] })
  if (code !== ErrorCode.OK) return failure(code, desc)
  return new Map(
    listOf(data, 'urls').flatMap((value): [string, string][] => {
      const { fileID, path } = asRecord(value) ?? {}
      return typeof fileID === 'string' && typeof path === 'string' ? [[fileID, http.urlOf(path)]] : []
    }),
  )
}

/** Brings a file here, part by part, from where an earlier try broke. Answers where it lies, or why it does not. */
export const downloadFile = async (
  parts: FileParts,
  { fileID, name, bytes, onProgress }: DownloadRequest,
): Promise<{ path: string } | Failure> => {
  let target: DownloadTarget
  try {
    target = await parts.access.create({ fileID, name, bytes })
  } catch (error) {
    return failure(ErrorCode.FILE_TRANS_DOWNLOAD_FAILED, `the file cannot be written: ${String(error)}`)
  }
  try {
    const problem = await fetchParts(parts, { fileID, bytes, onProgress }, target)
    if (problem === undefined) return { path: await target.finish() }
    await target.abandon()
    return problem
  } catch (error) {
    return failure(ErrorCode.FILE_TRANS_DOWNLOAD_FAILED, `the file cannot be written: ${String(error)}`)
  }
}

const fetchParts = async (
  parts: FileParts,
  { fileID, bytes, onProgress }: Omit<DownloadRequest, 'name'>,
  target: DownloadTarget,
): Promise<Failure | undefined> => {
  const { http, clock } = parts
  let offset = target.bytes
  let path: string | undefined
  let partBytes = smallestPartBytes * 4
  onProgress(offset)
  for (let tries = 0; offset < bytes;) {
    if (http.isEnded) return failure(ErrorCode.SDK_NOT_LOGGED_IN, 'logged out before the file was downloaded')
    if (tries >= mostTries)
      return failure(
        ErrorCode.FILE_TRANS_DOWNLOAD_FAILED,
        'the file could not be downloaded: the server cannot be reached',
      )
    if (path === undefined) {
      const found = await fetchURLs(parts, [fileID])
      if (!(found instanceof Map)) return found as Failure
      const url = found.get(fileID) as string | undefined
      if (url === undefined)
        return failure(
          ErrorCode.STORED_FILE_NOT_FOUND,
          'there is no such file any more, or it is not yours to read',
        )
      path = url.slice(http.urlOf('').length)
    }
    const end = Math.min(bytes, offset + partBytes)
    const startedMs = clock.now()
    const headers = { range: `bytes=${offset}-${end - 1}` }
    const response = await http.ask(path, { method: 'GET', headers })
    const part = response?.status === 206 ? await partOf(response, target.takes) : undefined
    if (part !== undefined && sizeOf(part) === end - offset) {
      await target.write(part)
      offset = end
      tries = 0
      partBytes = nextPartBytes(partBytes, clock.now() - startedMs)
      onProgress(offset)
      continue
    }
    if (response?.status === 403) path = undefined
    else if (response?.status === 404)
      return failure(ErrorCode.STORED_FILE_NOT_FOUND, 'there is no such file any more')
    tries += 1
    await http.pause(pauseBefore(tries))
  }
  return undefined
}

const partOf = async (
  response: { arrayBuffer(): Promise<ArrayBuffer>; blob(): Promise<{ size: number }> },
  takes: 'bytes' | 'blob',
): Promise<FilePart | undefined> => {
  try {
    return takes === 'blob' ? await response.blob() : new Uint8Array(await response.arrayBuffer())
  } catch {
    // Cut off in the middle.
    return undefined
  }
}

const sizeOf = (part: FilePart): number => ('byteLength' in part ? part.byteLength : part.size)
