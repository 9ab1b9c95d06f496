import { glob, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** A file of the site, in memory. */
export interface SiteFile {
  type: string
  plain: Buffer
  /** Absent where it gains nothing. */
  gzipped?: Buffer
  /** Its name changes with its content. */
  isHashed: boolean
}

const isText = (type: string): boolean => !/^(?:image\/png|font\/)/.test(type)

/** Reads the site's files, by their paths. Under 3 MB: it stays in memory. */
export const readSite = async (folder: string): Promise<ReadonlyMap<string, SiteFile>> => {
  const files = new Map<string, SiteFile>()
  for await (const path of glob('**/*.*', { cwd: folder })) {
    const type = types[extname(path)]
    // Only what is known is served: never what lies there by accident.
    if (type === undefined) continue
    const plain = await readFile(join(folder, path))
    files.set(path.replaceAll('\\', '/'), {
      type,
      plain,
      ...(isText(type) ? { gzipped: await compress(plain) } : {}),
      isHashed: path.startsWith('assets'),
    })
  }
  return files
}
