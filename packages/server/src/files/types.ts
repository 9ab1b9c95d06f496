import type { FilePurpose } from '@carillon/protocol'

/** A user of an app. */
export interface FileUser {
  sdkAppID: number
  userID: string
}

/** A file as the database knows it. */
export interface FileRow {
  fileID: string
  sdkAppID: number
  owner: string
  purpose: FilePurpose
  state: 'uploading' | 'stored' | 'deleting'
  name: string
  mediaType: string
  bytes: number
  width: number | null
  height: number | null
}

/** A request that was not granted: the code, and a sentence for developers. */
export interface FileRefusal {
  ok: false
  code: number
  desc: string
}

/** A refusal. */
export const refusedFile = (code: number, desc: string): FileRefusal => ({ ok: false, code, desc })
