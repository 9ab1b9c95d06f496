import type { MessageElement } from '@carillon/protocol'

type Texts = {
  [Type in MessageElement['type']]: (element: Extract<MessageElement, { type: Type }>) => string
}

/** What stands for an element in a notification when the sender gave no description. */
const texts: Texts = {
  text: (element) => element.text,
  custom: (element) => element.desc,
  image: () => '[Image]',
  sound: () => '[Audio]',
  video: () => '[Video]',
  file: () => '[File]',
  location: () => '[Location]',
  face: () => '[Face]',
  merger: () => '[Chat History]',
  'group-tips': () => '',
}

const textOf = (element: MessageElement): string =>
  (texts[element.type] as (element: MessageElement) => string)(element)

/** The elements' texts one after another, without a separator, as the original joins them. */
export const defaultText = (elements: readonly MessageElement[]): string => elements.map(textOf).join('')
