import { ErrorCode, limits, type FilePurpose } from '@carillon/protocol'
import { fileTypeFromFile } from 'file-type'

import { refusedFile, type FileRefusal } from './types.ts'

/** Most bytes a file may have, by what it is for. */
const mostBytes: Record<FilePurpose, number> = {
  image: limits.imageBytes,
  snapshot: limits.imageBytes,
  sound: limits.soundBytes,
  video: limits.videoBytes,
  file: limits.fileBytes,
}

/** Pictures that phones and browsers show, and that this server can read. No SVG: it is a program. */
const pictureTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']

/** What may hold sound alone though it is named after video. */
const soundContainers: readonly string[] = [
  'application/ogg',
  'video/mp4',
  'video/quicktime',
  'video/3gpp',
  'video/3gpp2',
  'video/webm',
  'video/ogg',
]

/** What a browser may be told a file is: nothing that runs. */
const unknownType = 'application/octet-stream'

/** Why a file of this size is not taken; undefined when it is. */
export const checkSize = (purpose: FilePurpose, bytes: number): FileRefusal | undefined => {
  if (bytes === 0) return refusedFile(ErrorCode.FILE_SIZE_EMPTY, 'The file is empty.')
  const most = mostBytes[purpose]
  return bytes > most
    ? refusedFile(
        ErrorCode.FILE_TOO_LARGE,
        `The file has ${bytes} bytes; a file of the kind "${purpose}" has at most ${most}.`,
      )
    : undefined
}

/**
 * What a file is, from its first bytes: its name and what the sender says of it count for nothing.
 * @returns the media type to serve it as, or why it does not serve its purpose
 */
export const checkType = async (
  purpose: FilePurpose,
  path: string,
): Promise<{ ok: true; mediaType: string } | FileRefusal> => {
  const found = mediaTypeOf((await fileTypeFromFile(path))?.mime)
  switch (purpose) {
    case 'image':
    case 'snapshot':
      return found !== undefined && pictureTypes.includes(found)
        ? { ok: true, mediaType: found }
        : notAPicture
    case 'sound':
      // Voice codecs without a mark of their own exist, so what is not known passes.
      if (found === undefined) return { ok: true, mediaType: unknownType }
      return found.startsWith('audio/') || soundContainers.includes(found)
        ? { ok: true, mediaType: found }
        : refusedFile(ErrorCode.INVALID_MSG_ELEM, `The file is no sound: it is ${found}.`)
    case 'video':
      return found !== undefined && (found.startsWith('video/') || found === 'application/ogg')
        ? { ok: true, mediaType: found }
        : refusedFile(
            ErrorCode.INVALID_MSG_ELEM,
            `The file is no video: it is ${found ?? 'of a kind that is not known'}.`,
          )
    case 'file':
      return { ok: true, mediaType: found !== undefined && isHarmless(found) ? found : unknownType }
    default:
      purpose satisfies never
      throw new Error('no such purpose')
  }
}

/** The answer to a picture that is none. */
export const notAPicture = refusedFile(
  ErrorCode.IMAGE_UPLOAD_FAILED_NOTIMAGE,
  'The file is no picture that can be shown everywhere: JPEG, PNG, GIF, WebP and AVIF are. Convert others (HEIC, TIFF, BMP, SVG) before they are sent, or send them as a file.',
)

const mediaTypeOf = (mime: string | undefined): string | undefined => mime?.split(';')[0]

const isHarmless = (mime: string): boolean =>
  /^(?:audio|video)\/[\w.+-]+$/.test(mime) || pictureTypes.includes(mime)
