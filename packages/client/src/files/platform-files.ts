import { globals, type BlobLike } from '../platform/globals.ts'
import type { FileAccess, LocalFile } from './types.ts'

/**
 * Files as React Native and browsers reach them without anything more: what is sent is read by its URL,
 * downloads are kept in memory behind a `blob:` URL. In React Native a path is a `file://` or `content://`
 * URI or an absolute path. In Node paths cannot be read without `nodeFiles()` of `@carillon/client/node`.
 */
export const platformFiles: FileAccess = {
  async open(path) {
    const blob = await readBlob(path)
    return blob === undefined ? undefined : fileOf(blob)
  },

  async create() {
    const { Blob, URL } = globals
    const { createObjectURL } = URL ?? {}
    if (Blob === undefined || createObjectURL === undefined)
      throw new Error('there is no place for downloads on this platform: give configure({ files })')
    const made: BlobLike[] = []
    return {
      bytes: 0,
      takes: 'blob',
      write: async (part) => void made.push(part as BlobLike),
      finish: async () => createObjectURL.call(URL, new Blob(made)),
      abandon: async () => undefined,
    }
  },
}

/** A `Blob` as a file. */
const fileOf = (blob: BlobLike): LocalFile => ({
  name: typeof blob.name === 'string' ? blob.name : undefined,
  bytes: blob.size,
  read: async (start, end) => blob.slice(start, end),
})

const isReactNative = (): boolean => globals.navigator?.product === 'ReactNative'

const readBlob = async (path: string): Promise<BlobLike | undefined> => {
  if (isReactNative()) return readByXHR(path.startsWith('/') ? `file://${path}` : path)
  if (!/^(?:blob|data):/.test(path))
    throw new Error(
      'this platform reads no paths: give a File or Blob, or in Node configure({ files: nodeFiles() }) of @carillon/client/node',
    )
  // A URL that was given back already cannot be read, and no reason is told.
  const response = await globals.fetch?.(path).catch(() => undefined)
  return response?.blob()
}

/** React Native's `fetch` reads no `content://`, and on Android no `file://`; what it is built on does. */
const readByXHR = (uri: string): Promise<BlobLike | undefined> =>
  new Promise((resolve, reject) => {
    const { XMLHttpRequest } = globals
    if (XMLHttpRequest === undefined) return reject(new Error('there is no XMLHttpRequest'))
    const xhr = new XMLHttpRequest()
    xhr.responseType = 'blob'
    xhr.onload = () => resolve((xhr.response as BlobLike | null) ?? undefined)
    // It does not tell a missing file from one that must not be read.
    xhr.onerror = () => resolve(undefined)
    xhr.open('GET', uri)
    xhr.send()
  })

/**
 * The path of what an app gave in place of one: browsers have no paths, but `File` and `Blob` objects. They
 * get a `blob:` URL, which a page can also show; it lasts as long as the page.
 */
export const pathOf = (given: unknown): unknown => {
  const { Blob, URL } = globals
  return Blob !== undefined && URL?.createObjectURL !== undefined && given instanceof Blob
    ? URL.createObjectURL(given)
    : given
}
