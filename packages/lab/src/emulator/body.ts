import type { Readable } from 'node:stream'

/**
 * Reads a body up to `maxBytes`.
 * @returns its text; 'too-large'; or 'aborted' when the client went away
 */
export const readBody = (
  body: Readable,
  maxBytes: number,
): Promise<{ text: string } | 'too-large' | 'aborted'> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
      // The rest flows past unread: an answer in the middle of a request body confuses HTTP/1.1 clients.
      else chunks.length = 0
    })
    body.on('end', () => {
      if (bytes > maxBytes) return resolve('too-large')
      const [only] = chunks
      return resolve({
        text: chunks.length === 1 && only ? only.toString() : Buffer.concat(chunks).toString(),
      })
    })
    body.on('error', () => resolve('aborted'))
    body.on('close', () => resolve('aborted'))
  })
