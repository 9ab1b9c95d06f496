import * as z from 'zod'

import type { CertificateField } from './channel.ts'
import { isIntentURI, withStringExtras } from './intent-uri.ts'

/** What a tap opens, as Huawei and Honor know it. */
export type PushClick =
  | { kind: 'app' }
  | { kind: 'url'; url: string }
  /** An intent URI; the notification's ext is added to its extras. */
  | { kind: 'intent'; intentURI: string }

/** The certificate's fields that say what a tap opens. */
export const pushClickFields: readonly CertificateField[] = [
  {
    name: 'clickAction',
    label: 'Click action',
    help: 'What a tap opens. Empty: a page, when clickIntent is given; else the app.',
    kind: 'choice',
    choices: ['app', 'url', 'intent'],
    required: false,
  },
  {
    name: 'clickURL',
    label: 'Click URL',
    help: 'https page, for click action url.',
    kind: 'text',
    required: false,
  },
  {
    name: 'clickIntent',
    label: 'Click intent',
    help: 'For click action intent: intent://host/path#Intent;scheme=...;launchFlags=0x4000000;end, a page of this app. The ext is added as string extra "ext".',
    kind: 'text',
    required: false,
  },
]

/** Their schemas. */
export const pushClickSchemas = {
  clickAction: z.enum(['app', 'url', 'intent'], { error: 'must be app, url or intent' }).optional(),
  clickURL: z
    .string({ error: 'the page a tap opens' })
    .max(1000, 'at most 1000 characters')
    .refine((text) => URL.parse(text)?.protocol === 'https:', 'must be an https URL')
    .optional(),
  clickIntent: z
    .string({ error: 'an intent URI' })
    .max(1000, 'at most 1000 characters')
    .refine(isIntentURI, 'must be an intent URI without spaces, intent://...#Intent;...;end')
    .optional(),
}

interface ClickFields {
  clickAction?: PushClick['kind'] | undefined
  clickURL?: string | undefined
  clickIntent?: string | undefined
}

/** The field that is missing for the click action, if one is. */
export const missingClickField = ({
  clickAction,
  clickURL,
  clickIntent,
}: ClickFields): string | undefined => {
  if (clickAction === 'url' && clickURL === undefined) return 'clickURL'
  return clickAction === 'intent' && clickIntent === undefined ? 'clickIntent' : undefined
}

/** The click action of checked fields. */
export const pushClickOf = ({ clickAction, clickURL, clickIntent }: ClickFields): PushClick => {
  if (clickAction === 'url' && clickURL !== undefined) return { kind: 'url', url: clickURL }
  if ((clickAction === 'intent' || clickAction === undefined) && clickIntent !== undefined)
    return { kind: 'intent', intentURI: clickIntent }
  return { kind: 'app' }
}

/** The click action's object on the wire; its type numbers and names are the same at both vendors. */
export const wireClick = (
  click: PushClick,
  extras: Readonly<Record<string, string>>,
): Record<string, unknown> => {
  switch (click.kind) {
    case 'app':
      return { type: 3 }
    case 'url':
      return { type: 2, url: click.url }
    case 'intent':
      return { type: 1, intent: withStringExtras(click.intentURI, extras) }
    default:
      return click satisfies never
  }
}
