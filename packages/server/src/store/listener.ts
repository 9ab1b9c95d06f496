import pg from 'pg'

/** What is told of a connection that listens. */
export interface NotificationListener {
  add(channel: string, listener: (payload: string) => void, onGap?: () => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

interface Subscription {
  channel: string
  listener: (payload: string) => void
  onGap: (() => void) | undefined
}

const firstRetryMs = 100
const longestRetryMs = 10_000

/**
 * One connection of its own for all NOTIFY channels, opened with the first subscription.
 *
 * CLOSED → CONNECTING → OPEN → (connection lost) WAITING → CONNECTING ...; `close` ends it from any.
 */
export const createNotificationListener = (
  config: pg.ClientConfig,
  onError: (error: unknown) => void,
): NotificationListener => {
  const subscriptions = new Set<Subscription>()
  let client: pg.Client | undefined
  let connecting: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let isClosed = false

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ ...config, keepAlive: true })
    fresh.on('notification', ({ channel, payload }) => {
      for (const subscription of subscriptions)
        if (subscription.channel === channel) subscription.listener(payload ?? '')
    })
    fresh.on('error', () => connectionLost(fresh))
    fresh.on('end', () => connectionLost(fresh))
    try {
      await fresh.connect()
      for (const channel of new Set([...subscriptions].map((subscription) => subscription.channel)))
        await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      await fresh.end().catch(() => undefined)
      throw error
    }
    if (isClosed) {
      await fresh.end()
      return
    }
    failures = 0
    client = fresh
  }

  const connectionLost = (lost: pg.Client): void => {
    if (client !== lost) return
    client = undefined
    scheduleReconnect()
  }

  const scheduleReconnect = (): void => {
    if (isClosed || subscriptions.size === 0 || retry !== undefined) return
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures++) * (0.5 + Math.random() / 2)
    retry = setTimeout(() => {
      retry = undefined
      void connected().then(
        () => {
          for (const { onGap } of subscriptions) onGap?.()
        },
        (error: unknown) => {
          onError(error)
          scheduleReconnect()
        },
      )
    }, waitMs)
    retry.unref()
  }

  const connected = async (): Promise<void> => {
    if (client !== undefined) return
    connecting ??= connect().finally(() => (connecting = undefined))
    await connecting
  }

  return {
    async add(channel, listener, onGap) {
      const subscription: Subscription = { channel, listener, onGap }
      subscriptions.add(subscription)
      try {
        await connected()
        await client?.query(`listen ${pg.escapeIdentifier(channel)}`)
      } catch (error) {
        subscriptions.delete(subscription)
        throw error
      }
      return async () => {
        if (!subscriptions.delete(subscription)) return
        if ([...subscriptions].some((other) => other.channel === channel)) return
        await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(onError)
      }
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      subscriptions.clear()
      await connecting?.catch(() => undefined)
      const last = client
      client = undefined
      await last?.end().catch(onError)
    },
  }
}
