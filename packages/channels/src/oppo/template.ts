import { isObject, parseObject, textOf, type JsonObject } from '../json.ts'
import { visibleWithin } from '../text.ts'

/** Variable name to pattern; `{title}` and `{body}` stand for the notification's. */
export type OppoTemplateParams = Readonly<Record<string, string>>

/** An approved private template and how its variables are filled. */
export interface OppoTemplate {
  id: string
  titleParams?: OppoTemplateParams
  contentParams?: OppoTemplateParams
}

const maxVariables = 20
/** OPPO names no limit for a value: those of the texts it becomes a part of. */
const maxTitleValueUnits = 50
const maxContentValueUnits = 128

/** Why `params` are no template parameters; undefined when they are. */
export const faultOfParams = (params: JsonObject): string | undefined => {
  const entries = Object.entries(params)
  if (entries.length > maxVariables) return `${entries.length} variables, of at most ${maxVariables}`
  for (const [name, pattern] of entries) {
    if (!/^\w{1,64}$/.test(name))
      return `variable "${name.slice(0, 40)}" is not a name of letters, digits and _`
    if (typeof pattern !== 'string' || pattern === '' || pattern.length > maxContentValueUnits)
      return `variable "${name}" needs a text of 1 to ${maxContentValueUnits} characters`
  }
  return undefined
}

/**
 * The template's fields on the wire: the certificate's, or what the message's `vendorParams` put in their
 * place (`oppoTemplateId`, `oppoTitleParam`, `oppoContentParam`: objects, or JSON text of one). A message
 * that names a template of its own brings its own parameters.
 */
export const templateFields = (
  template: OppoTemplate | undefined,
  vendorParams: JsonObject,
  texts: { title: string; body: string },
): Record<string, unknown> => {
  const ownID = textOf(vendorParams['oppoTemplateId'])
  const id = ownID ?? template?.id
  if (id === undefined) return {}
  const base = ownID === undefined || ownID === template?.id ? template : undefined
  const title = ownParams(vendorParams['oppoTitleParam']) ?? base?.titleParams
  const content = ownParams(vendorParams['oppoContentParam']) ?? base?.contentParams
  return {
    private_msg_template_id: id,
    ...(title === undefined ? {} : { private_title_parameters: filled(title, texts, maxTitleValueUnits) }),
    ...(content === undefined
      ? {}
      : { private_content_parameters: filled(content, texts, maxContentValueUnits) }),
  }
}

/** Whether the message chose a template or its parameters itself. */
export const choosesTemplate = (vendorParams: JsonObject): boolean =>
  textOf(vendorParams['oppoTemplateId']) !== undefined ||
  ownParams(vendorParams['oppoTitleParam']) !== undefined ||
  ownParams(vendorParams['oppoContentParam']) !== undefined

const ownParams = (value: unknown): OppoTemplateParams | undefined => {
  const params = typeof value === 'string' ? parseObject(value) : isObject(value) ? value : undefined
  return params === undefined || faultOfParams(params) !== undefined
    ? undefined
    : (params as OppoTemplateParams)
}

const filled = (
  params: OppoTemplateParams,
  texts: { title: string; body: string },
  maxUnits: number,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, pattern]) => [
      name,
      visibleWithin(
        pattern.replace(/\{(title|body)\}/g, (_, key: 'title' | 'body') => texts[key]),
        maxUnits,
      ),
    ]),
  )
