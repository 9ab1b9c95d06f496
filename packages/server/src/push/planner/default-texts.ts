import { pushLanguageOf, pushTexts, type MessageElement, type PushTexts } from '@carillon/protocol'

import type { PlanInput, PlannableDevice } from './types.ts'

/** The texts in the device's language: the app's own, else Carillon's. */
export const textsOf = (
  { settings: { push } }: Pick<PlanInput, 'settings'>,
  { language }: Pick<PlannableDevice, 'language'>,
): PushTexts => {
  const known = pushLanguageOf(language, push.defaultLanguage)
  return { ...pushTexts[known], ...push.texts[known] }
}

type Texts = {
  [Type in MessageElement['type']]: (
    element: Extract<MessageElement, { type: Type }>,
    texts: PushTexts,
  ) => string
}

/** What stands for an element in a notification when the sender gave no description. */
const texts: Texts = {
  text: (element) => element.text,
  custom: (element) => element.desc,
  image: (_, { image }) => image,
  sound: (_, { sound }) => sound,
  video: (_, { video }) => video,
  file: (_, { file }) => file,
  location: (_, { location }) => location,
  face: (_, { face }) => face,
  merger: (_, { merger }) => merger,
  'group-tips': () => '',
}

const textOf = (element: MessageElement, inLanguage: PushTexts): string =>
  (texts[element.type] as (element: MessageElement, texts: PushTexts) => string)(element, inLanguage)

/** The elements' texts one after another, without a separator, as the original joins them. */
export const defaultText = (elements: readonly MessageElement[], inLanguage: PushTexts): string =>
  elements.map((element) => textOf(element, inLanguage)).join('')
