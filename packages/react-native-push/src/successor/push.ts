import { toNotificationChannel, type ChannelParams } from '../channel-params.ts'
import { loggedInUser } from '../chat.ts'
import { messageOf, PushErrorCode, PushPluginError } from '../errors.ts'
import { onPhone, sharedState, type PluginState } from '../plugin-state.ts'
import { EVENT, toPushMessage, type PushEventData } from './events.ts'

type EventName = keyof PushEventData
type Listener = (data: never) => void

/** Told of success. For `registerPush` it is the vendor's token. */
export type PushSuccess = (data: string) => void
export type PushFailure = (code: number, desc: string) => void

/** A channel as the successor names its fields. */
export interface PushChannel {
  channelID: string
  channelName: string
  channelDesc?: string
  channelSound?: string
}

/**
 * The interface of `@tencentcloud/react-native-push`, on the same registration as `TimPushPlugin`.
 * Certificate IDs come from the app's carillon-push.json, or from `setConfig`. Nothing here throws:
 * what fails goes to `onError`, else to the console as a warning.
 */
export class PushApi {
  readonly EVENT = EVENT
  readonly #state: PluginState
  readonly #listeners = new Map<EventName, Set<Listener>>()
  #stopListening: (() => void)[] = []
  #registrationID = ''
  #isForegroundPostDisabled = false

  constructor(state: PluginState) {
    this.#state = state
  }

  /** In place of the app's carillon-push.json: its content, opened or as text. @throws PushPluginError (6017) */
  setConfig(file: unknown): void {
    this.#state.session.config.set(file)
  }

  /**
   * Registers with the push service of the phone's maker, and binds the token to the chat user: at once,
   * or when somebody logs in. `appKey` has no meaning here.
   */
  registerPush(SDKAppID: number, _appKey?: string, onSuccess?: PushSuccess, onError?: PushFailure): void {
    this.#run(
      async () => {
        if (!Number.isInteger(SDKAppID) || SDKAppID <= 0) {
          throw new PushPluginError(
            PushErrorCode.INVALID_PARAMETERS,
            `SDKAppID must be the number of the app, found ${String(SDKAppID)}.`,
          )
        }
        const { session, native } = this.#state
        await native.disablePostNotificationInForeground(this.#isForegroundPostDisabled)
        const { code, desc } = await session.registerPush()
        if (code !== 0) throw new PushPluginError(code, desc)
        return session.deviceToken()
      },
      onSuccess,
      onError,
    )
  }

  /** Unbinds the token and takes the registration with the vendor back. */
  unRegisterPush(onSuccess?: PushSuccess, onError?: PushFailure): void {
    this.#run(
      async () => {
        const { code, desc } = await this.#state.session.unRegisterPush()
        if (code !== 0) throw new PushPluginError(code, desc)
        return ''
      },
      onSuccess,
      onError,
    )
  }

  /** Kept for `getRegistrationID`; the server knows the phone by its chat user. */
  setRegistrationID(registrationID: string, callback?: () => void): void {
    this.#registrationID = registrationID
    callback?.()
  }

  /** The ID that was set, else the chat user, else ''. */
  getRegistrationID(callback: (registrationID: string) => void): void {
    this.#run(async () => this.#registrationID || ((await loggedInUser(this.#state.chat)) ?? ''), callback)
  }

  /** The ext of the notification that started the app; '' when none did, or its tap was handed over before. */
  getNotificationExtInfo(callback: (ext: string) => void): void {
    this.#run(
      async () => (await this.#state.session.taps.takeLaunchTap())?.ext ?? '',
      callback,
      (code, desc) => {
        this.#state.fault(`getNotificationExtInfo: ${code} ${desc}`)
        callback('')
      },
    )
  }

  /** Calls `listener` for each `eventName` (see `EVENT`). Taps wait until somebody listens. */
  addPushListener<Name extends EventName>(
    eventName: Name,
    listener: (data: PushEventData[Name]) => void,
  ): void {
    if (!Object.values<string>(EVENT).includes(eventName) || typeof listener !== 'function') {
      const known = Object.values(EVENT).join(', ')
      this.#state.fault(`addPushListener: give one of ${known} and a function; found ${eventName as string}.`)
      return
    }
    const ofName = this.#listeners.get(eventName) ?? new Set()
    this.#listeners.set(eventName, ofName.add(listener))
    this.#run(async () => this.#listenToPhone())
  }

  /** Takes `listener` away; without it, all of `eventName`. */
  removePushListener<Name extends EventName>(
    eventName: Name,
    listener?: (data: PushEventData[Name]) => void,
  ): void {
    if (listener === undefined) this.#listeners.delete(eventName)
    else this.#listeners.get(eventName)?.delete(listener)
    this.#run(async () => this.#listenToPhone())
  }

  /** Whether pushes that arrive while the app is in front stay off the tray. Default false, once registered. */
  disablePostNotificationInForeground(disabled: boolean): void {
    this.#isForegroundPostDisabled = disabled
    this.#run(async () => {
      await this.#state.native.disablePostNotificationInForeground(disabled)
      return ''
    })
  }

  /** Android 8 and newer: creates a channel of importance HIGH. Elsewhere it does nothing. */
  createNotificationChannel(
    channel: PushChannel | ChannelParams,
    callback?: (answer: { code: number; desc: string }) => void,
  ): void {
    this.#run(
      async () => {
        const checked = toNotificationChannel(channel)
        const { native } = this.#state
        await onPhone(() => native.createNotificationChannel(checked), PushErrorCode.CREATE_CHANNEL_FAILED)
        return ''
      },
      () => callback?.({ code: 0, desc: '' }),
      callback && ((code, desc) => callback({ code, desc })),
    )
  }

  /** Listens to the phone while somebody listens here, and to taps only while somebody listens to them. */
  #listenToPhone(): string {
    for (const stop of this.#stopListening.splice(0)) stop()
    const { session } = this.#state
    if (this.#has(EVENT.NOTIFICATION_CLICKED)) {
      this.#stopListening.push(session.listenToTaps(({ ext }) => this.#emit(EVENT.NOTIFICATION_CLICKED, ext)))
    }
    if (this.#has(EVENT.MESSAGE_RECEIVED) || this.#has(EVENT.MESSAGE_REVOKED)) {
      this.#stopListening.push(
        session.listen((event) => {
          if (event.type === 'message') this.#emit(EVENT.MESSAGE_RECEIVED, toPushMessage(event.message))
          if (event.type === 'message-revoked') this.#emit(EVENT.MESSAGE_REVOKED, event.messageID)
        }),
      )
    }
    return ''
  }

  #has(name: EventName): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0
  }

  #emit<Name extends EventName>(name: Name, data: PushEventData[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      // One that throws does not keep the others from hearing.
      try {
        ;(listener as (data: PushEventData[Name]) => void)(data)
      } catch (error) {
        this.#state.fault(`a listener of ${name} threw: ${messageOf(error)}`)
      }
    }
  }

  #run(work: () => Promise<string>, onSuccess?: PushSuccess, onError?: PushFailure): void {
    const failed: PushFailure = onError ?? ((code, desc) => this.#state.fault(`${code} ${desc}`))
    work()
      .then(
        (data) => onSuccess?.(data),
        (error: unknown) =>
          failed(
            error instanceof PushPluginError ? error.code : PushErrorCode.NATIVE_FAILED,
            messageOf(error),
          ),
      )
      .catch((error: unknown) => this.#state.fault(`a callback threw: ${messageOf(error)}`))
  }
}

/** The successor's default export. */
export const Push = new PushApi(sharedState)
