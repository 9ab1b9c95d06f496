import { channelOf } from '@carillon/channels'
import type { Command } from 'commander'

import { loadMasterKey } from '../config/index.ts'
import { OperatorError } from '../operator-error.ts'
import { createReceiptDoor } from '../receipts/index.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { print, withSession, type CommonOptions } from './session.ts'

const whatToDo = {
  request: 'Nothing needs to be done: each push tells it to the vendor.',
  console: "Enter it in the vendor's console: pushes do not tell it.",
  both: "Register it in the vendor's console as well: pushes tell it, and only a registered one is used.",
}

/** `carillon cert receipts` */
export const receiptCommand = (io: CommandIO): Command =>
  newFactCommand(
    'receipts',
    'Show where a vendor sends the receipts of a certificate; the address is a secret',
  )
    .argument('<certificateID>', 'the certificate', wholeNumber)
    .action(async (id: number, options: CommonOptions) => {
      await withSession(options, io, async ({ admin, config }) => {
        const { vendor, certificateID } = await admin.loadCertificate(id)
        const { receipts = [], receiptURL } = channelOf(vendor)?.capabilities ?? {}
        if (receiptURL === undefined)
          return print(io, options, { certificateID, receipts }, `${vendor} sends no receipts to servers.\n`)
        const door = createReceiptDoor(await loadMasterKey(config), config.publicURL)
        door?.listening(config.port)
        const url = door?.urlOf({ vendor, certificateID })
        if (url === undefined)
          throw new OperatorError(
            'CRL_NO_PUBLIC_URL',
            'The server has no public URL, so no receipts are asked for. Set publicURL (CARILLON_PUBLIC_URL) to where vendors reach it.',
          )
        const text = `${url}\n${whatToDo[receiptURL]}\n${vendor} reports: ${receipts.join(', ')}.\n`
        print(io, options, { certificateID, url, registerIn: receiptURL, receipts }, text)
      })
    })
