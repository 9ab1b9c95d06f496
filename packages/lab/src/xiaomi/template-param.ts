import { fillTemplate, variablesOf } from './apps.ts'
import type { XiaomiTemplate } from './types.ts'

const maxValueChars = 128

/**
 * Title and description of a template with its parameters.
 * @returns why it does not fit, as text, when it does not
 */
export const applyTemplate = (
  template: XiaomiTemplate,
  parameters: string | undefined,
): { title: string; description: string } | string => {
  const values = parseParameters(parameters ?? '{}')
  if (values === undefined) return 'template_param must be a JSON object of strings'
  const wanted = variablesOf(template.title + template.description)
  const given = Object.keys(values)
  if (given.length !== wanted.size || !given.every((key) => wanted.has(key))) {
    return `template_param must hold exactly ${[...wanted].join(', ') || 'nothing'}`
  }
  for (const [key, value] of Object.entries(values)) {
    const problem = checkValue(value)
    if (problem !== undefined) return `template_param ${key}: ${problem}`
  }
  return {
    title: fillTemplate(template.title, values),
    description: fillTemplate(template.description, values),
  }
}

const parseParameters = (text: string): Record<string, string> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.values(value).every((item) => typeof item === 'string')
      ? (value as Record<string, string>)
      : undefined
  } catch {
    return undefined
  }
}

const checkValue = (value: string): string | undefined => {
  const chars = Array.from(value).length
  if (value.trim() === '') return 'blank'
  if (chars > maxValueChars) return `${chars} characters, at most ${maxValueChars}`
  if (/\p{So}/u.test(value)) return 'holds an emoji or another symbol'
  if (/\p{Cn}/u.test(value)) return 'holds an unassigned code point'
  return undefined
}
