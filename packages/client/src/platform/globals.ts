/**
 * The few globals the SDK uses, typed here because it is compiled without the types of any one
 * platform: React Native, browsers and Node all offer them, some only in part.
 */
export interface PlatformGlobals {
  WebSocket?: WebSocketConstructor
  setTimeout(callback: () => void, delayMs: number): unknown
  clearTimeout(timer: unknown): void
  console?: Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void>
  crypto?: { getRandomValues?<T extends Uint32Array>(array: T): T }
  /** Present in a page. */
  document?: unknown
  localStorage?: {
    getItem(key: string): string | null
    setItem(key: string, value: string): void
    removeItem(key: string): void
  }
  fetch?(url: string, init?: object): Promise<FetchResponse>
  AbortController?: new () => { signal: unknown; abort(): void }
  Blob?: new (parts?: readonly unknown[]) => BlobLike
  URL?: { createObjectURL?(blob: BlobLike): string }
  XMLHttpRequest?: new () => {
    responseType: string
    response: unknown
    onload: (() => void) | null
    onerror: (() => void) | null
    open(method: string, url: string): void
    send(): void
  }
  navigator?: { product?: string; platform?: string; language?: string }
  Intl?: { DateTimeFormat(): { resolvedOptions(): { locale: string } } }
}

/** The part of the standard `Response` the SDK uses. */
export interface FetchResponse {
  status: number
  headers: { get(name: string): string | null }
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
  blob(): Promise<BlobLike>
}

/** The part of the standard `Blob`, and of `File`, the SDK uses. */
export interface BlobLike {
  readonly size: number
  readonly name?: unknown
  slice(start: number, end: number): BlobLike
}

/** The part of the standard WebSocket the SDK uses. The browsers', React Native's, Node's and `ws`'s all fit. */
export interface WebSocketLike {
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** A WebSocket class. */
export type WebSocketConstructor = new (url: string, protocols: string | string[]) => WebSocketLike

/** The platform's global object. */
export const globals = globalThis as unknown as PlatformGlobals
