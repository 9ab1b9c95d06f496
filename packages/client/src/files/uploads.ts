import { ErrorCode, limits, type Method, type MethodMap, type UploadedFile } from '@carillon/protocol'

import { failure, type Failure } from '../api/results.ts'
import type { Answer } from '../connection/request-queue.ts'
import { asRecord } from '../connection/wire.ts'
import type { Clock } from '../platform/clock.ts'
import type { FetchResponse } from '../platform/globals.ts'
import type { FileHTTP } from './http.ts'
import { nextPartBytes, smallestPartBytes } from './parts.ts'
import type { FileAccess, LocalFile, UploadAnswer, Uploader, UploadRequest } from './types.ts'

/** What files need of a login. */
export interface FileParts {
  http: FileHTTP
  access: FileAccess
  clock: Clock
  request<M extends Method>(method: M, params: MethodMap[M]['params']): Promise<Answer>
}

/** Tries without any byte getting through before an upload or download fails. */
export const mostTries = 5
const firstPauseMs = 500

/** How long to wait before a try. */
export const pauseBefore = (tries: number): number => firstPauseMs * 2 ** (tries - 1)

const mostBytes: Record<UploadRequest['kind'], number> = {
  image: limits.imageBytes,
  snapshot: limits.imageBytes,
  sound: limits.soundBytes,
  video: limits.videoBytes,
  file: limits.fileBytes,
}

/** An uploader that goes on where it was when the connection breaks, and when the same element is tried again. */
export const createUploader = (parts: FileParts): Uploader => {
  const begun = new WeakMap<object, Map<string, string>>()
  return {
    async upload(request) {
      let file: LocalFile | undefined
      try {
        file = await parts.access.open(request.path)
      } catch (error) {
        return failure(ErrorCode.FILE_OPEN_FAILED, `the file cannot be read: ${String(error)}`)
      }
      if (file === undefined)
        return failure(ErrorCode.FILE_NOT_FOUND, `there is no file at ${request.path.slice(0, 200)}`)
      try {
        return checkBytes(request, file) ?? (await upload(parts, request, file, linksOf(begun, request)))
      } catch (error) {
        return failure(ErrorCode.FILE_OPEN_FAILED, `the file cannot be read to its end: ${String(error)}`)
      } finally {
        await file.close?.()
      }
    },
  }
}

/** Where the uploads of an element go, by kind. */
const linksOf = (
  begun: WeakMap<object, Map<string, string>>,
  { element }: UploadRequest,
): Map<string, string> => {
  if (element === undefined) return new Map()
  const links = begun.get(element) ?? new Map<string, string>()
  begun.set(element, links)
  return links
}

const checkBytes = ({ kind }: UploadRequest, { bytes }: LocalFile): Failure | undefined => {
  if (bytes === 0) return failure(ErrorCode.FILE_SIZE_EMPTY, 'the file is empty')
  return bytes > mostBytes[kind]
    ? failure(
        ErrorCode.FILE_TOO_LARGE,
        `the file has ${bytes} bytes; a file of the kind "${kind}" has at most ${mostBytes[kind]}`,
      )
    : undefined
}

const upload = async (
  parts: FileParts,
  request: UploadRequest,
  file: LocalFile,
  links: Map<string, string>,
): Promise<UploadAnswer> => {
  const { http, clock } = parts
  const { kind, onProgress } = request
  let offset: number | undefined
  let path = links.get(kind)
  // A link from an earlier try: how far it got, or whether it has ended, the server knows.
  if (path === undefined) offset = 0
  let partBytes = smallestPartBytes * 4
  onProgress(0)
  for (let tries = 0; tries < mostTries;) {
    if (http.isEnded) return failure(ErrorCode.SDK_NOT_LOGGED_IN, 'logged out before the file was uploaded')
    if (path === undefined) {
      const prepared = await prepare(parts, request, file)
      if (typeof prepared !== 'string') return prepared
      path = prepared
      links.set(kind, path)
      offset = 0
    }
    if (offset === undefined) {
      const head = await http.ask(path, { method: 'HEAD' })
      offset = offsetOf(head)
      if (offset === undefined) {
        if (head?.status === 403 || head?.status === 404) path = undefined
        tries += 1
        if (path !== undefined) await http.pause(pauseBefore(tries))
        continue
      }
    }
    const end = Math.min(file.bytes, offset + partBytes)
    const startedMs = clock.now()
    const body = await file.read(offset, end)
    const response = await http.ask(`${path}&offset=${offset}`, { method: 'PUT', body })
    const answer = response === undefined ? undefined : await bodyOf(response)
    if (response?.status === 200 && answer?.code === ErrorCode.OK) {
      onProgress(100)
      // The server's own answer; its form is the protocol's.
      return { code: 0, uploaded: answer.data as UploadedFile }
    }
    const reached = response?.status === 202 || response?.status === 409 ? offsetOf(response) : undefined
    if (reached !== undefined && reached > offset) {
      tries = 0
      partBytes = nextPartBytes(partBytes, clock.now() - startedMs)
      onProgress(Math.min(99, Math.floor((reached / file.bytes) * 100)))
    } else if (response !== undefined && isFinal(response.status)) {
      links.delete(kind)
      return failure(
        typeof answer?.code === 'number' ? answer.code : ErrorCode.FILE_TRANS_UPLOAD_FAILED,
        typeof answer?.desc === 'string' ? answer.desc : `the server answered ${response.status}`,
      )
    } else {
      tries += 1
      await http.pause(pauseBefore(tries))
    }
    offset = reached
  }
  return http.isEnded
    ? failure(ErrorCode.SDK_NOT_LOGGED_IN, 'logged out before the file was uploaded')
    : failure(
        ErrorCode.FILE_TRANS_UPLOAD_FAILED,
        'the file could not be uploaded: the server cannot be reached',
      )
}

/** Answers that another try does not change. 403 is an address that has ended, 404 an upload that is gone. */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && ![403, 404, 408, 409, 429].includes(status)

const prepare = async (
  { request }: FileParts,
  { kind, name, path }: UploadRequest,
  file: LocalFile,
): Promise<string | Failure> => {
  const called = name ?? file.name ?? path.split(/[?#]/)[0]?.split(/[/\\]/).pop() ?? ''
  const params = { purpose: kind, bytes: file.bytes, name: called.slice(0, 255) }
  const { code, desc, data } = await request('file.prepareUpload', params)
  if (code !== ErrorCode.OK) return failure(code, desc)
  const prepared = asRecord(data)?.path
  return typeof prepared === 'string'
    ? prepared
    : failure(ErrorCode.INTERNAL_ERROR, 'the answer of the server is not one')
}

const offsetOf = (response: FetchResponse | undefined): number | undefined => {
  if (response === undefined || response.status >= 500) return undefined
  const text = response.headers.get('upload-offset')
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

const bodyOf = async (response: FetchResponse): Promise<Record<string, unknown> | undefined> => {
  try {
    return asRecord(JSON.parse(await response.text()))
  } catch {
    return undefined
  }
}
