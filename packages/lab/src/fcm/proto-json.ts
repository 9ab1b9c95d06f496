import type { FieldViolation } from './errors.ts'

/** A type of proto3 as its JSON form is checked. */
export type ProtoType =
  | { kind: 'string' | 'bool' | 'int32' | 'float' | 'duration' | 'timestamp' | 'struct' | 'string-map' }
  | { kind: 'enum'; name: string; values: readonly string[] }
  | { kind: 'repeated'; of: ProtoType }
  | { kind: 'message'; fields: Readonly<Record<string, ProtoType>> }

/** A message with these fields, named in lowerCamelCase. */
export const message = (fields: Readonly<Record<string, ProtoType>>): ProtoType => ({
  kind: 'message',
  fields,
})

const protoNames = {
  string: 'TYPE_STRING',
  bool: 'TYPE_BOOL',
  int32: 'TYPE_INT32',
  float: 'TYPE_FLOAT',
  duration: 'type.googleapis.com/google.protobuf.Duration',
  timestamp: 'type.googleapis.com/google.protobuf.Timestamp',
} as const

/** `collapse_key` → `collapseKey`; both spellings are legal in proto3 JSON. */
const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** `collapseKey` → `collapse_key`: violations speak of fields as the proto file does. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads JSON by a proto type: strictly, as Google does. null is absent; keys of messages come back in
 * lowerCamelCase, enums in upper case, whole numbers as numbers.
 * @returns the value, or every violation found
 */
export const readProto = (
  type: ProtoType,
  value: unknown,
): { ok: true; value: unknown } | { ok: false; violations: readonly FieldViolation[] } => {
  const violations: FieldViolation[] = []
  const read = readValue(type, value, '', violations)
  return violations.length > 0 ? { ok: false, violations } : { ok: true, value: read }
}

const readValue = (type: ProtoType, value: unknown, path: string, violations: FieldViolation[]): unknown => {
  const wrong = (typeName: string): undefined => {
    violations.push({
      field: path,
      description: `Invalid value at '${path}' (${typeName}), ${JSON.stringify(value)}`,
    })
    return undefined
  }
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' ? value : wrong(protoNames.string)
    case 'bool':
      return typeof value === 'boolean' ? value : wrong(protoNames.bool)
    case 'int32':
      return readInt32(value) ?? wrong(protoNames.int32)
    case 'float':
      return readFloat(value) ?? wrong(protoNames.float)
    case 'duration':
      return typeof value === 'string' && /^-?\d{1,12}(\.\d{1,9})?s$/.test(value)
        ? Number.parseFloat(value)
        : wrong(protoNames.duration)
    case 'timestamp':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
        ? value
        : wrong(protoNames.timestamp)
    case 'struct':
      return isObject(value) ? value : wrong('type.googleapis.com/google.protobuf.Struct')
    case 'enum':
      return readEnum(type.values, value) ?? wrong(`type.googleapis.com/google.firebase.fcm.v1.${type.name}`)
    case 'string-map':
      return isObject(value) ? readMap(value, path, violations) : wrong('Map')
    case 'repeated':
      if (!Array.isArray(value)) return wrong('repeated')
      return value.map((item, index) => readValue(type.of, item, `${path}[${index}]`, violations))
    case 'message':
      return isObject(value) ? readMessage(type.fields, value, path, violations) : wrong('message')
    default:
      return type satisfies never
  }
}

const readMessage = (
  fields: Readonly<Record<string, ProtoType>>,
  value: Record<string, unknown>,
  path: string,
  violations: FieldViolation[],
): Record<string, unknown> => {
  const read: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const camel = camelCase(name)
    const type = Object.hasOwn(fields, camel) ? fields[camel] : undefined
    if (type === undefined || (name !== camel && name !== snakeCase(camel))) {
      const at = path === '' ? '' : ` at '${path}'`
      violations.push({
        field: path,
        description: `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`,
      })
    } else if (item !== null) {
      const field = snakeCase(camel)
      read[camel] = readValue(type, item, path === '' ? field : `${path}.${field}`, violations)
    }
  }
  return read
}

const readMap = (
  value: Record<string, unknown>,
  path: string,
  violations: FieldViolation[],
): Record<string, string> => {
  const read: [string, string][] = []
  for (const [index, [key, item]] of Object.entries(value).entries()) {
    if (typeof item === 'string') read.push([key, item])
    else {
      const field = `${path}[${index}].value`
      violations.push({
        field,
        description: `Invalid value at '${field}' (TYPE_STRING), ${JSON.stringify(item)}`,
      })
    }
  }
  return Object.fromEntries(read)
}

const readInt32 = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return Number.isInteger(number) && Math.abs(number as number) < 2 ** 31 ? (number as number) : undefined
}

const readFloat = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

const readEnum = (values: readonly string[], value: unknown): string | undefined => {
  if (typeof value === 'number') return values[value]
  if (typeof value !== 'string') return undefined
  const upper = value.toUpperCase()
  return values.includes(upper) ? upper : undefined
}
