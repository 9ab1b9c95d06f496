import type { PushDevice } from '../emulator/device.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import { pageAnswer } from '../emulator/answers.ts'
import type { EmulatorAnswer, EmulatorRequest, RequestKind } from '../emulator/types.ts'
import { TokenRegistry } from '../emulator/token-registry.ts'
import { TokenServer } from '../emulator/token-server.ts'
import type { EmulatorOptions } from '../emulator/vendor-server.ts'
import { appForPhone, authorize, createApp, newPushID } from './apps.ts'
import { errorAnswer, isRefusal, okAnswer, refusal } from './codes.ts'
import { Quotas } from './quotas.ts'
import { createReceipts } from './receipts.ts'
import { Sender, type Call } from './send.ts'
import type { MeizuApp, MeizuAppOptions, MeizuEmulator, MeizuReceipt, MeizuSettings } from './types.ts'

const pushPath = '/garcia/api/server/push'
const directPath = `${pushPath}/varnished/pushByPushId`
const aliasPath = `${pushPath}/varnished/pushByAlias`
const taskPath = `${pushPath}/task/varnished/pushByPushId`
const createTaskPath = `${pushPath}/pushTask/getTaskId`
const switchPath = '/garcia/api/server/message/getRegisterSwitch'

class MeizuServer extends TokenServer<MeizuReceipt> implements MeizuEmulator {
  readonly settings: MeizuSettings = {
    quotasEnforced: true,
    requestsPerSecond: 1_000,
    appDaily: 1_000_000,
    publicPerDevice: 3,
    foldAfter: 5,
    tokensPerRequest: 100,
    privateGranted: true,
    receiptDelayMs: 0,
  }
  readonly #apps = new Map<string, MeizuApp>()
  protected readonly registry = new TokenRegistry<MeizuApp>()
  protected readonly posted: ReturnType<typeof createReceipts>
  readonly #sender: Sender

  constructor(options: EmulatorOptions) {
    super(
      {
        vendor: 'meizu',
        hostNames: [
          'server-api-push.meizu.com',
          'api-push.meizu.com',
          'server-api-push.in.meizu.com',
          'api-push.in.meizu.com',
        ],
        maxBodyBytes: 1024 * 1024,
      },
      options,
    )
    const { clock, settings } = this
    this.posted = createReceipts(clock, settings)
    const quotas = new Quotas(settings)
    this.#sender = new Sender({ clock, settings, quotas, registry: this.registry, receipts: this.posted })
  }

  override get vendor(): 'meizu' {
    return 'meizu'
  }

  createApp(options: MeizuAppOptions): MeizuApp {
    const app = createApp(options)
    this.#apps.set(app.appID, app)
    return app
  }

  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string {
    return this.registry.register(device, appForPhone(this.#apps, app), app.installationID, newPushID)
  }

  protected classify(method: string, path: string): RequestKind {
    return method === 'POST' && [directPath, aliasPath, taskPath].includes(path) ? 'send' : 'other'
  }

  protected respond(request: EmulatorRequest, fault: FiredFault | undefined): EmulatorAnswer {
    if (fault?.name === 'refuse') return this.#refuse(request, fault.options)
    const { method, path, query, body } = request
    const fields = Object.fromEntries(method === 'GET' ? query : new URLSearchParams(body))
    const app = authorize(fields, this.#apps)
    if (isRefusal(app)) return errorAnswer(app)
    if (fault?.name === 'expired-auth') return errorAnswer(refusal(1006))
    const isDead = (pushID: string): boolean => isDeadByFault(fault, pushID)
    const call: Call = { app, fields, isDead }
    switch (`${method} ${path}`) {
      case `POST ${directPath}`:
        return this.#sender.direct(call)
      case `POST ${aliasPath}`:
        return this.#sender.toAliases(call)
      case `POST ${taskPath}`:
        return this.#sender.task(call)
      case `POST ${createTaskPath}`:
        return this.#sender.createTask(call)
      case `GET ${switchPath}`:
        return this.#switches(call)
      default:
        return pageAnswer(404, 'Not Found')
    }
  }

  /** A code of single tokens befalls all of the request; any other refuses the whole. */
  #refuse(
    { body }: EmulatorRequest,
    { code: given, message }: { code: string | number; message?: string },
  ): EmulatorAnswer {
    const code = Number(given)
    if (!Number.isInteger(code))
      throw new RangeError(`Fault refuse: Meizu's codes are numbers, got "${given}"`)
    if ([201, 501, 513, 518, 519, 520, 110005, 110011].includes(code)) {
      const pushIDs = new URLSearchParams(body).get('pushIds')?.split(',') ?? []
      return okAnswer({ [code]: pushIDs }, { message: message ?? '' })
    }
    return errorAnswer(message === undefined ? refusal(code) : { code, message })
  }

  /** Whether the pushId lives and may be shown to. */
  #switches({ app, fields }: Call): EmulatorAnswer {
    const { pushId = '' } = fields
    const registration = this.registry.find(pushId)
    if (registration?.alive !== true || registration.app !== app) return errorAnswer(refusal(110002))
    const barTypeSwitch = registration.device.notificationsAllowed ? 1 : 0
    return okAnswer({ pushId, barTypeSwitch, directTypeSwitch: 1 })
  }
}

/** Starts an emulated Flyme push on 127.0.0.1. */
export const startMeizu = async (options: EmulatorOptions): Promise<MeizuEmulator> => {
  const server = new MeizuServer(options)
  await server.listen()
  return server
}
