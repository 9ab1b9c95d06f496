import { socketPath } from '@carillon/protocol'

import type { Failure } from '../api/results.ts'
import type { Settings } from '../options.ts'
import { downloadFile, fetchURLs, type DownloadRequest } from './downloads.ts'
import { createFileHTTP, httpBaseOf } from './http.ts'
import type { Uploader } from './types.ts'
import { createUploader, type FileParts } from './uploads.ts'

/** The files of the user who is logged in: how they come and go. */
export interface AccountFiles extends Uploader {
  /** The addresses of those of the files the user may read, by fileID. */
  urls(fileIDs: readonly string[]): Promise<ReadonlyMap<string, string> | Failure>
  download(request: DownloadRequest): Promise<{ path: string } | Failure>
  /** Cuts off what is under way. May be called twice. */
  end(): void
}

export const createAccountFiles = (
  { url, files: access, clock }: Pick<Settings, 'url' | 'files' | 'clock'>,
  request: FileParts['request'],
): AccountFiles => {
  const http = createFileHTTP(httpBaseOf(url, socketPath), clock)
  const parts: FileParts = { http, access, clock, request }
  return {
    ...createUploader(parts),
    urls: async (fileIDs) => fetchURLs(parts, fileIDs),
    download: async (file) => downloadFile(parts, file),
    end: () => http.end(),
  }
}
