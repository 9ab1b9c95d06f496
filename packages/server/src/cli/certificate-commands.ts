import type { Outcome } from '@carillon/protocol'
import { Command } from 'commander'

import { certificateFieldsOf } from '../admin/index.ts'
import type { ServerConfig } from '../config/index.ts'
import { OperatorError } from '../operator-error.ts'
import type { CertificateSummary, LoadedCertificate } from '../tenants/index.ts'
import { openVendorClient } from '../vendor-client.ts'
import { collectField, wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { receiptCommand } from './receipt-command.ts'
import { appOf, print, withSession, type CommonOptions } from './session.ts'
import { formatTable, shownTime } from './table.ts'

const fieldHelp = 'a field; name=@file takes a file, name= takes the field away; may be repeated'

/** `carillon cert ...` */
export const certificateCommands = (io: CommandIO): Command => {
  const cert = new Command('cert').description("Certificates: the credentials for the vendors' push services")

  cert.addCommand(
    newFactCommand('fields', "Show what a vendor's certificate holds")
      .argument('<vendor>')
      .action((vendor: string, options: CommonOptions) => {
        const { certificateFields } = certificateFieldsOf(vendor)
        const rows = certificateFields.map((field) => [
          field.name,
          `${field.kind}${field.required ? '' : ', optional'}`,
          field.choices === undefined ? field.help : `${field.help} (${field.choices.join(', ')})`,
        ])
        print(io, options, certificateFields, formatTable(['field', 'kind', 'what it is'], rows))
      }),
  )

  cert.addCommand(
    newFactCommand('add', 'Add a certificate')
      .requiredOption('--vendor <vendor>', 'whose push service it is for')
      .requiredOption('--name <name>', 'name, for people')
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .option('--field <name=value>', fieldHelp, collectField, {})
      .action(
        async (
          options: CommonOptions & {
            vendor: string
            name: string
            app?: number
            field: Record<string, string>
          },
        ) => {
          await withSession(options, io, async ({ admin }) => {
            const { vendor, name, field: fields } = options
            const sdkAppID = await appOf(admin, options.app)
            const added = await admin.addCertificate({ sdkAppID, vendor, name, fields })
            const text = `certificate ID (businessID)  ${added.certificateID}\nTry it: carillon cert check ${added.certificateID}\n`
            print(io, options, added, text)
          })
        },
      ),
  )

  cert.addCommand(
    newFactCommand('list', 'List certificates')
      .option('--app <sdkAppID>', 'of this app alone', wholeNumber)
      .action(async (options: CommonOptions & { app?: number }) => {
        await withSession(options, io, async ({ admin }) => {
          const certificates = await admin.listCertificates(options.app)
          print(io, options, certificates, formatCertificates(certificates))
        })
      }),
  )

  cert.addCommand(
    newFactCommand('update', 'Change a certificate; pushes that wait for it go on')
      .argument('<certificateID>', 'the certificate', wholeNumber)
      .option('--name <name>', 'new name')
      .option('--field <name=value>', fieldHelp, collectField, {})
      .action(
        async (id: number, options: CommonOptions & { name?: string; field: Record<string, string> }) => {
          await withSession(options, io, async ({ admin }) => {
            const { name, field: fields } = options
            const changed = await admin.updateCertificate(id, {
              fields,
              ...(name === undefined ? {} : { name }),
            })
            print(io, options, changed, formatCertificates([changed]))
          })
        },
      ),
  )

  cert.addCommand(
    newFactCommand('delete', 'Delete a certificate; devices bound to it are not pushed to any more')
      .argument('<certificateID>', 'the certificate', wholeNumber)
      .action(async (id: number, options: CommonOptions) => {
        await withSession(options, io, async ({ admin }) => {
          await admin.deleteCertificate(id)
          print(io, options, { deleted: id }, `Certificate ${id} is deleted.\n`)
        })
      }),
  )

  cert.addCommand(
    newFactCommand('check', 'Ask the vendor whether it takes a certificate, without reaching any user')
      .argument('<certificateID>', 'the certificate', wholeNumber)
      .action(async (id: number, options: CommonOptions) => {
        await withSession(options, io, async ({ admin, config }) => {
          const certificate = await admin.loadCertificate(id)
          if (io.isTerminal) io.stderr(`Asking ${certificate.vendor} ...\n`)
          const outcome = await probe(config, certificate)
          const result = judge(certificate, outcome)
          if (!result.ok) throw new OperatorError('CRL_CERTIFICATE_REFUSED', result.text)
          print(
            io,
            options,
            { certificateID: id, checked: outcome !== undefined, outcome },
            `${result.text}\n`,
          )
        })
      }),
  )

  cert.addCommand(receiptCommand(io))
  return cert
}

const probe = async (config: ServerConfig, certificate: LoadedCertificate): Promise<Outcome | undefined> => {
  await using client = await openVendorClient(config)
  const key = `${certificate.certificateID}.${certificate.revision}`
  return await client.probe(certificate.vendor, key, certificate.certificate)
}

const judge = (
  { vendor, certificateID }: LoadedCertificate,
  outcome: Outcome | undefined,
): { ok: boolean; text: string } => {
  if (outcome === undefined)
    return { ok: true, text: `The fields are in order. ${vendor} has no way to ask without sending a push.` }
  if (outcome.kind === 'accepted') return { ok: true, text: `${vendor} takes certificate ${certificateID}.` }
  const { code, text } = outcome.words
  const words = text === undefined ? code : `${code}: ${text}`
  return {
    ok: false,
    text: `${vendor} does not take certificate ${certificateID} (${outcome.kind}). Its words: ${words}`,
  }
}

const formatCertificates = (certificates: readonly CertificateSummary[]): string =>
  formatTable(
    ['certificate ID', 'SDKAppID', 'vendor', 'name', 'revision', 'changed'],
    certificates.map((each) => [
      each.certificateID,
      each.sdkAppID,
      each.vendor,
      each.name,
      each.revision,
      shownTime(each.updatedAtMs),
    ]),
  )
