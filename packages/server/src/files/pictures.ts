import sharp, { type Sharp } from 'sharp'

/** Longest side of each smaller size, in pixels. */
const sides = { large: 1280, thumb: 360 } as const

/** Pixels of the largest picture that is read: a small file can unpack to gigabytes. */
const mostPixels = 100_000_000

// One thread a picture, and nothing kept: several pictures are made at once, and none comes twice.
sharp.concurrency(1)
sharp.cache(false)

/** A smaller size of a picture. */
export interface MadePicture {
  data: Buffer
  mediaType: 'image/jpeg' | 'image/png'
  width: number
  height: number
}

/** A picture that was read whole. */
export interface ReadPicture {
  /** As people see it: turned by its EXIF orientation. */
  width: number
  height: number
  /** Absent where the picture itself is that small. */
  large?: MadePicture
  thumb?: MadePicture
}

/** Reads a picture and makes its smaller sizes, without its metadata. Undefined when it cannot be read. */
export const readPicture = async (path: string): Promise<ReadPicture | undefined> => {
  const open = (): Sharp =>
    sharp(path, {
      limitInputPixels: mostPixels,
      failOn: 'error',
      sequentialRead: true,
      pages: 1,
    }).autoOrient()
  try {
    const metadata = await open().metadata()
    const { width, height } = metadata.autoOrient
    const make = async (side: number): Promise<MadePicture> => {
      const resized = open().resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      const { hasAlpha } = metadata
      const shrunk = hasAlpha ? resized.png() : resized.jpeg({ quality: 82 })
      const { data, info } = await shrunk.toBuffer({ resolveWithObject: true })
      return {
        data,
        mediaType: hasAlpha ? 'image/png' : 'image/jpeg',
        width: info.width,
        height: info.height,
      }
    }
    // Made of every picture: only one that unpacks to its end is a picture.
    const thumb = await make(sides.thumb)
    const longest = Math.max(width, height)
    return {
      width,
      height,
      ...(longest > sides.thumb && { thumb }),
      ...(longest > sides.large && { large: await make(sides.large) }),
    }
  } catch {
    return undefined
  }
}
