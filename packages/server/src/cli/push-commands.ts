import { reasons, type MessageContent, type OfflinePushInfo } from '@carillon/protocol'
import { offlinePushInfoSchema } from '@carillon/protocol/schemas'
import { Command } from 'commander'
import { Compile } from 'typebox/compile'

import { OperatorError } from '../operator-error.ts'
import type { ExplainedDevice } from '../push/explain/explain.ts'
import { collectField, wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { plain } from './plain.ts'
import { appOf, print, withSession, type CommonOptions, type Session } from './session.ts'

interface ExplainOptions extends CommonOptions {
  app?: number
  from: string
  to?: string
  group?: string
  text?: string
  custom?: string
  push: Record<string, string>
}

/** `carillon push ...` */
export const pushCommands = (io: CommandIO): Command => {
  const push = new Command('push').description('Offline push: what it would do')
  push.addCommand(
    newFactCommand(
      'explain',
      'Tell what a message would do on each device of its recipients, without sending it',
    )
      .requiredOption('--from <userID>', 'the sender')
      .option('--to <userID>', 'the recipient')
      .option('--group <groupID>', 'the group, in place of a recipient')
      .option('--text <text>', 'a text message with this text')
      .option('--custom <data>', 'a custom message with this data')
      .option('--push <field=value>', 'a field of offlinePushInfo; may be repeated', collectField, {})
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .action(async (options: ExplainOptions) => {
        const content = contentOf(options)
        await withSession(options, io, async (session) => {
          const explained = await explain(options, content, session)
          print(io, options, explained, explained.map(formatDevice).join('\n'))
        })
      }),
  )
  return push
}

const contentOf = ({ text, custom, push }: ExplainOptions): MessageContent => {
  if ((text === undefined) === (custom === undefined))
    throw new OperatorError('CRL_INVALID', 'Say what is sent: --text or --custom.')
  const elements: MessageContent['elements'] =
    text === undefined
      ? [{ type: 'custom', data: custom ?? '', desc: '', extension: '' }]
      : [{ type: 'text', text }]
  return { elements, ...(Object.keys(push).length === 0 ? {} : { offlinePushInfo: pushInfoOf(push) }) }
}

const pushInfo = Compile(offlinePushInfoSchema)

/** Fields come as text: what is no text in `offlinePushInfo` is read as JSON. */
const pushInfoOf = (fields: Readonly<Record<string, string>>): OfflinePushInfo => {
  const given = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      pushInfo.Check({ [name]: value }) ? value : asJSON(value),
    ]),
  )
  const [problem] = pushInfo.Errors(given)
  if (problem !== undefined)
    throw new OperatorError(
      'CRL_INVALID',
      `--push ${problem.instancePath.slice(1) || Object.keys(fields).join(', ')}: ${problem.message}. The fields are those of offlinePushInfo.`,
    )
  return given
}

const asJSON = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const explain = async (
  options: ExplainOptions,
  content: MessageContent,
  { store, admin }: Session,
): Promise<ExplainedDevice[]> => {
  const { explainMessage } = await import('../admin/explain-message.ts')
  const sdkAppID = await appOf(admin, options.app)
  const { devices } = await explainMessage(
    {
      db: store,
      admin,
      tenants: { app: admin.app, certificate: admin.loadCertificate },
      connectionsOf: () => [],
      nowMs: Date.now(),
    },
    { sdkAppID, from: options.from, to: addressIn(options), content },
  )
  return devices
}

const addressIn = ({
  to,
  group,
}: ExplainOptions): { receiver: string; groupID?: never } | { groupID: string; receiver?: never } => {
  if (to !== undefined && group === undefined) return { receiver: to }
  if (group !== undefined && to === undefined) return { groupID: group }
  throw new OperatorError('CRL_INVALID', 'Say whom it is for: --to or --group.')
}

const formatDevice = (device: ExplainedDevice): string => {
  const { meaning, remedy } = reasons[device.reason]
  const name =
    device.deviceID === ''
      ? 'no device'
      : `${device.deviceName ?? device.deviceID} (${device.platform ?? ''})`
  const lines = [
    `${device.userID}, ${name}: ${device.decision}, ${device.reason}`,
    `  ${meaning}`,
    ...(remedy === '' ? [] : [`  What to do: ${remedy}`]),
    ...(device.notification === undefined
      ? []
      : [`  Shows "${device.notification.title}": "${device.notification.body}"`]),
    ...(device.refusal === undefined
      ? []
      : [`  Refused before sending: ${device.refusal.words.code} ${device.refusal.words.text ?? ''}`]),
    ...(device.request === undefined
      ? []
      : [
          `  ${device.vendor}, certificate ${device.certificateID}:`,
          `  ${device.request.method} ${device.request.url}`,
          ...Object.entries(device.request.headers).map(([header, value]) => `  ${header}: ${value}`),
          `  ${device.request.body}`,
        ]),
  ]
  return `${lines.map((line) => plain(line)).join('\n')}\n`
}
