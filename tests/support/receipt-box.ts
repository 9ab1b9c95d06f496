import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Receipt, ReceiptRequest, ReceiptsResult } from '@carillon/channels'

/** A place for receipts on loopback that answers as the channel says. */
export interface ReceiptBox extends AsyncDisposable {
  readonly url: string
  /** All that came, in order. */
  receipts(): readonly Receipt[]
  /** Why requests were not taken. */
  refusals(): readonly string[]
}

/** @param decode undefined for a vendor that sends none */
export const startReceiptBox = async (
  decode: (request: ReceiptRequest) => ReceiptsResult | undefined,
): Promise<ReceiptBox> => {
  const receipts: Receipt[] = []
  const refusals: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const result = decode({ headers, body: Buffer.concat(chunks).toString() })
      if (result?.kind === 'receipts') {
        receipts.push(...result.receipts)
        response.setHeader('content-type', result.answer.contentType).end(result.answer.body)
      } else {
        refusals.push(result?.text ?? 'this vendor sends no receipts')
        response.writeHead(result?.status ?? 404).end()
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/receipts`,
    receipts: () => receipts,
    refusals: () => refusals,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
