import { csrfHeader, sessionCookie } from './guard.ts'
import { apiPath } from './dispatch.ts'
import type { ConsoleRoute } from './route.ts'

const parametersOf = (spec: ConsoleRoute): object[] =>
  [['path', spec.params] as const, ['query', spec.query] as const].flatMap(([place, schema]) =>
    Object.entries(schema?.properties ?? {}).map(([name, one]) => ({
      name,
      in: place,
      required: schema?.required?.includes(name) === true,
      schema: one,
    })),
  )

/** The OpenAPI document of the API: made from the table that serves it. */
export const openAPI = (routes: readonly ConsoleRoute[], version: string): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const spec of routes) {
    const path = `${apiPath}${spec.path.replaceAll(/:(\w+)/g, '{$1}')}`
    const refusal = {
      description: 'Refused: code, message, and the field it is about',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
    }
    paths[path] = {
      ...paths[path],
      [spec.method.toLowerCase()]: {
        summary: spec.summary,
        description: spec.role === 'anyone' ? 'For anyone.' : `For the role ${spec.role} and above.`,
        tags: [spec.path.split('/')[1]],
        parameters: parametersOf(spec),
        ...(spec.body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: spec.body } } } }),
        responses: { 200: { description: 'Done', content: { 'application/json': {} } }, default: refusal },
        ...(spec.role === 'anyone' ? { security: [] } : {}),
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Carillon console', version },
    paths,
    components: {
      schemas: {
        Failure: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            field: { type: 'string' },
            problems: {
              type: 'array',
              items: {
                type: 'object',
                properties: { field: { type: 'string' }, message: { type: 'string' } },
              },
            },
          },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        csrf: { type: 'apiKey', in: 'header', name: csrfHeader },
      },
    },
    security: [{ session: [], csrf: [] }],
  }
}
